"""Makes a bundle's variant int8, checks it against the standard, and writes it with its figures into bundle.yaml and the card.

    python -m percept_training.quantise --bundle ../models/percept-tiny --data build/data

Products with weights and convolutions are computed with 8-bit integers: weights per channel, activations by scales that are fixed
beforehand on pictures of the training's world. A scale that is found anew in each call would be one for the whole batch, so that
a row would come out otherwise in other company. Attention, norms and softmax stay in fp32; large constants that they read are kept as halves.
"""

import argparse
import json
import math
import pathlib

import numpy as np
import onnx
import yaml
from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

from . import card
from .calibration import Feeds, collect
from .evaluate import evaluate
from .export import FORBIDDEN, digest
from .halves import in_halves, large
from .runtime import Bundle

NAME = "int8"
LARGEST = 48e6
"""Bytes that all files of a bundle may have together."""


def in_single_precision(graph: onnx.GraphProto) -> list[str]:
    """Products of two activations: their factors would have to be quantised in each call, at more than the product costs."""
    weights = {initializer.name for initializer in graph.initializer}
    return [node.name for node in graph.node if node.op_type == "MatMul" and node.input[1] not in weights]


def quantise(source: pathlib.Path, target: pathlib.Path, feeds: list[dict]) -> None:
    # Seven bits for weights: processors without VNNI add two products in 16 bits, which eight would overflow.
    quantize_static(
        source, target, Feeds(feeds), quant_format=QuantFormat.QDQ, op_types_to_quantize=["MatMul", "Gemm", "Conv"], per_channel=True,
        reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        nodes_to_exclude=in_single_precision(onnx.load(source).graph),
        extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul", "Gemm"]})
    graph = onnx.load(target)
    in_halves(graph.graph, large(graph.graph))
    onnx.checker.check_model(graph)
    foreign = {node.domain for node in graph.graph.node} - {"", "ai.onnx"} or {node.op_type for node in graph.graph.node} & FORBIDDEN
    if foreign or graph.functions:
        raise SystemExit(f"{target.name} has {foreign or 'functions'}, which the contract does not know.")
    onnx.save(graph, target)
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


def first_logits(bundle: Bundle, case: dict, image: np.ndarray) -> np.ndarray:
    ids = case["input_ids"]
    return bundle.run(ids, case["image_row"], image, 0, [len(ids) - 1], bundle.new_cache(len(ids)))[0]


def continuation(bundle: Bundle, case: dict, image: np.ndarray) -> list[int]:
    """Greedy ids, as many as the golden case has."""
    ids, rows, generated = case["input_ids"], case["image_row"], []
    cache = bundle.new_cache(len(ids) + len(case["generated"]))
    logits = bundle.run(ids, rows, image, 0, [len(ids) - 1], cache)
    for at in range(len(case["generated"])):
        generated.append(int(logits[-1].argmax()))
        logits = bundle.run(generated[-1:], [-1], image, len(ids) + at, [0], cache)
    return generated


def distance(bundle: Bundle, folder: pathlib.Path) -> dict:
    """How far the bundle is from its golden cases, the largest of each."""
    cases = json.loads((folder / "golden.json").read_text(encoding="utf8"))
    images = {case["image"]: bundle.embeds(folder / case["image"]) for case in cases}
    pairs = [(case, images[case["image"]]) for case in cases]
    return {"embeddings": max(float(np.abs(image[0] - case["image_embeds_first_row"]).max()) for case, image in pairs),
            "logits": max(float(np.abs(first_logits(bundle, case, image) - case["first_logits"]).max()) for case, image in pairs),
            "continuations": sum(continuation(bundle, case, image) != case["generated"] for case, image in pairs)}


def company(bundle: Bundle, feeds: list[dict]) -> float:
    """The largest difference of an image's embedding alone from the same image in a batch."""
    pixels = np.concatenate([feed["pixel_values"] for feed in feeds])[:16]
    together = bundle.encoder.run(None, {"pixel_values": pixels})[0]
    alone = [bundle.encoder.run(None, {"pixel_values": one[None]})[0][0] for one in pixels]
    return float(np.abs(together - np.stack(alone)).max())


def room(largest: float) -> float:
    """Twice what was measured, in one figure: other processors add in another order."""
    step = 10 ** math.floor(math.log10(2 * largest))
    return round(math.ceil(2 * largest / step) * step, 6)


def write(directory: pathlib.Path, manifest: dict, graphs: list[str], entry: dict) -> None:
    for graph in graphs:
        manifest["files"][f"{graph}.{NAME}.onnx"] = digest(directory / f"{graph}.{NAME}.onnx")
    evaluation = manifest.pop("evaluation")
    manifest["variants"] = manifest.get("variants", {}) | {NAME: {graph: f"{graph}.{NAME}.onnx" for graph in graphs} | entry}
    manifest["evaluation"] = evaluation
    (directory / "bundle.yaml").write_text(yaml.safe_dump(manifest, sort_keys=False, width=120), encoding="utf8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=pathlib.Path, default=pathlib.Path("../models/percept-tiny"))
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--graphs", nargs="+", choices=("encoder", "decoder"), default=["encoder"])
    parser.add_argument("--groups", type=int, default=200, help="of pictures and tasks, by which the scales are set")
    arguments = parser.parse_args()
    directory = arguments.bundle
    standard = Bundle(directory)
    encoder, decoder = collect(standard, arguments.data, arguments.groups)
    for graph in arguments.graphs:
        quantise(directory / f"{graph}.onnx", directory / f"{graph}.{NAME}.onnx", encoder if graph == "encoder" else decoder)
    size = sum(file.stat().st_size for file in directory.iterdir() if file.is_file())
    if size > LARGEST:
        raise SystemExit(f"The bundle would have {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}.")
    manifest = standard.manifest
    write(directory, manifest, arguments.graphs, {"tolerance": {}})
    variant = Bundle(directory, variant=NAME)
    far, apart = distance(variant, directory / "golden"), company(variant, encoder)
    print("from the golden cases:", json.dumps(far), "an image in company:", apart)
    if not apart <= 1e-4:
        raise SystemExit(f"An image comes out otherwise in a batch, by {apart:.2e}.")
    tolerance = {"embeddings": room(far["embeddings"]), "logits": room(far["logits"]), "continuations": far["continuations"]}
    figures = evaluate(variant, directory / "evaluation")[0]
    write(directory, manifest, arguments.graphs, {"tolerance": tolerance, "evaluation": figures})
    card.write_variants(directory)


if __name__ == "__main__":
    main()
