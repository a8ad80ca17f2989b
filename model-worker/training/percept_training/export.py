"""Writes a bundle from a checkpoint's averaged weights, and checks the graphs against PyTorch.

    python -m percept_training.export --data build/data --run build/run --bundle ../models/percept-tiny --version 0.12.0

What is not given is not kept from the bundle before; README.md has the order in which a release is made ("Release").
"""

import argparse
import hashlib
import json
import pathlib
import pickle
import shutil

import numpy as np
import onnx
import onnxruntime
import torch
import yaml
from PIL import Image

from . import texts, vocabulary as v
from .batches import MEAN, STD, attention_mask, normalise
from .graphs import DecoderGraph, EncoderGraph
from .halves import in_halves
from .model import Percept, Shape
from .nouns import plural
from .train import check_tokenizer
from .world import SHAPES, World

OPSET = 18
FORBIDDEN = {"NonZero", "ScatterND", "Loop", "If"}
PROMPTS = {
    "caption": "An image of", "describe": "Describe this image in detail:", "groundedCaption": "<grounding>An image of",
    "ground": "<grounding><phrase>{phrase}</phrase>", "refer": "<grounding><phrase>It</phrase><object>{box}</object> is",
    "answer": "Question: {question} Answer:", "rationale": "{rationale} Question: {question} Answer:",
    "moderate": "Question: {question} Answer:", "choose": "Question: {question} Answer:",
    "chooseImageBefore": "The following image is:", "chooseImageAfter": "Is it correct?",
    "example": "Question: {question} Answer: {answer}",
}


def load(checkpoint: pathlib.Path, data: pathlib.Path) -> Percept:
    """The model of a run; ends the program where the data has another tokenizer than its words are numbered by."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    check_tokenizer(state, v.load(data / "tokenizer.json"), data)
    model = Percept(Shape(**state["shape"]))
    model.load_state_dict(state["average"])
    model.decoder.merge_locations()
    return model.eval()


def write_graphs(model: Percept, bundle: pathlib.Path) -> None:
    shape = model.shape
    i, b, s, r, n, c = (torch.export.Dim(x, min=1, max=m) for x, m in
                        (("images", 4096), ("rows", 4096), ("tokens", 4096), ("image_rows", 1 << 20), ("wanted", 1 << 20), ("capacity", 4096)))
    torch.onnx.export(EncoderGraph(model), (torch.zeros(2, 3, shape.image_size, shape.image_size),), str(bundle / "encoder.onnx"),
                      input_names=["pixel_values"], output_names=["image_embeds"], opset_version=OPSET, dynamo=True,
                      dynamic_shapes=({0: i},), external_data=False, verbose=False)
    def cache():
        # One tensor each: the exporter takes one object for one input.
        return torch.zeros(3, shape.heads, 7, shape.head_width)

    ids = torch.zeros(3, 5, dtype=torch.int64)
    layers = range(shape.decoder_layers)
    inputs = (ids, ids - 1, torch.zeros(4, shape.width), ids + 2, torch.tensor([0, 3, 7]), torch.tensor([4, 9]),
              *[cache() for _ in range(2 * len(layers))])
    names = ["input_ids", "image_row", "image_embeds", "position_ids", "past_length", "logit_rows",
             *[f"cache_k.{x}" for x in layers], *[f"cache_v.{x}" for x in layers]]
    grid = {0: b, 1: s}
    dynamic = (grid, grid, {0: r}, grid, {0: b}, {0: n}, tuple({0: b, 2: c} for _ in range(2 * len(layers))))
    torch.onnx.export(DecoderGraph(model), inputs, str(bundle / "decoder.onnx"), input_names=names,
                      output_names=["logits", *[f"new_k.{x}" for x in layers], *[f"new_v.{x}" for x in layers]],
                      opset_version=OPSET, dynamo=True, dynamic_shapes=dynamic, external_data=False, verbose=False)
    for name in ("encoder.onnx", "decoder.onnx"):
        graph = onnx.load(bundle / name)
        # Sines and cosines, which the model itself rounds to halves.
        in_halves(graph.graph, {"decoder.table"})
        onnx.checker.check_model(graph)
        operators = {node.op_type for node in graph.graph.node}
        domains = {node.domain for node in graph.graph.node} - {"", "ai.onnx"}
        if operators & FORBIDDEN or domains or graph.functions:
            raise SystemExit(f"{name} has {operators & FORBIDDEN or domains or 'functions'}, which TensorRT cannot compile.")
        del graph.metadata_props[:]
        for node in graph.graph.node:
            del node.metadata_props[:]
            node.doc_string = ""
        for value in (*graph.graph.input, *graph.graph.output, *graph.graph.value_info):
            del value.metadata_props[:]
        onnx.save(graph, bundle / name)
        print(f"{name}: {(bundle / name).stat().st_size / 1e6:.1f} MB, {len(operators)} kinds of operators: {' '.join(sorted(operators))}")


def check_parity(model: Percept, bundle: pathlib.Path) -> dict:
    """Largest differences of ONNX Runtime from PyTorch, and of a row in a batch from the row alone."""
    shape, generator = model.shape, np.random.default_rng(5)
    encoder = onnxruntime.InferenceSession(str(bundle / "encoder.onnx"))
    decoder = onnxruntime.InferenceSession(str(bundle / "decoder.onnx"))
    names = [o.name for o in decoder.get_outputs()]
    pixels = torch.from_numpy(generator.integers(0, 256, (3, shape.image_size, shape.image_size, 3), dtype=np.uint8))
    with torch.no_grad():
        embeds = model.encode(normalise(pixels))
    onnx_embeds = encoder.run(None, {"pixel_values": normalise(pixels).numpy()})[0]
    figures = {"encoder": float(np.abs(onnx_embeds - embeds.numpy()).max())}
    lengths, steps, capacity = [shape.queries + more for more in (24, 12, 35)], 20, 160
    rows = embeds.flatten(0, 1)
    sequences = []
    for row, length in enumerate(lengths):
        ids = np.r_[v.BOS, v.IMAGE_START, [v.IMAGE_PAD] * shape.queries, v.IMAGE_END, generator.integers(1100, shape.vocabulary, length)]
        image = np.full(len(ids), -1)
        image[2 : 2 + shape.queries] = np.arange(shape.queries) + row * shape.queries
        sequences.append((ids[: length + steps], image[: length + steps]))

    def torch_logits(ids, image):
        ids, image = torch.from_numpy(ids)[None], torch.from_numpy(image)[None]
        positions = torch.arange(ids.shape[1])[None] + shape.position_offset
        mask = attention_mask(torch.zeros_like(ids)).float()
        with torch.no_grad():
            return model.decoder.logits(model.decoder(ids, image, rows, positions, mask))[0].numpy()

    def run(which):
        """Logits after the prefill and after each step, for the chosen sequences as one batch."""
        size, longest = len(which), max(lengths[w] for w in which)
        keys = [np.full((size, shape.heads, capacity, shape.head_width), 7, np.float32) for _ in range(2 * shape.decoder_layers)]
        past, collected = np.zeros(size, np.int64), [[] for _ in which]
        for turn in range(steps + 1):
            width = longest if turn == 0 else 1
            ids, image = np.full((size, width), v.PAD), np.full((size, width), -1)
            wanted = []
            for at, w in enumerate(which):
                take = lengths[w] if turn == 0 else 1
                start = 0 if turn == 0 else lengths[w] + turn - 1
                ids[at, :take], image[at, :take] = (x[start : start + take] for x in sequences[w])
                wanted.append(at * width + take - 1)
            positions = past[:, None] + np.arange(width)[None] + shape.position_offset
            feeds = {"input_ids": ids, "image_row": image, "image_embeds": rows.numpy(), "position_ids": positions, "past_length": past,
                     "logit_rows": np.array(wanted)}
            feeds |= {n: k for n, k in zip([f"cache_{x}.{l}" for x in "kv" for l in range(shape.decoder_layers)], keys)}
            outputs = dict(zip(names, decoder.run(None, feeds)))
            for at, w in enumerate(which):
                take = lengths[w] if turn == 0 else 1
                for key, new in zip(keys, [outputs[f"new_{x}.{l}"] for x in "kv" for l in range(shape.decoder_layers)]):
                    key[at, :, past[at] : past[at] + take] = new[at, :, :take]
                past[at] += take
                collected[at].append(outputs["logits"][at])
        return collected

    together = run([0, 1, 2])
    expected = [torch_logits(*s) for s in sequences]
    differences = [np.abs(np.stack(together[w]) - expected[w][lengths[w] - 1 : lengths[w] + steps]) for w in range(3)]
    figures["prefill"] = float(max(d[0].max() for d in differences))
    figures["steps"] = float(max(d[1:].max() for d in differences))
    figures["alone"] = float(max(np.abs(np.stack(run([w])[0]) - np.stack(together[w])).max() for w in range(3)))
    limits = {"encoder": 1e-3, "prefill": 1e-3, "steps": 1e-3, "alone": 1e-4}
    print("largest differences:", json.dumps(figures))
    for name, limit in limits.items():
        if not figures[name] <= limit:
            raise SystemExit(f"The graphs disagree: {name} differs by {figures[name]:.2e}, more than {limit:.0e}.")
    return figures


def write_golden(model: Percept, bundle: pathlib.Path, data: pathlib.Path) -> None:
    """A few images and sequences with what PyTorch makes of them, for every engine to agree with."""
    folder, world = bundle / "golden", World(data, 3, held=True)
    folder.mkdir(exist_ok=True)
    tokenizer, shape, cases = v.load(data / "tokenizer.json"), model.shape, []
    for number, (nouns, text) in enumerate(((["dog"], ""), (["rat", "rose"], "hello world"), ([], "READ THIS"))):
        name = f"image-{number}.png"
        world.scene(nouns, text, ground="white").image.resize((shape.image_size,) * 2).save(folder / name, optimize=True)
        pixels = torch.from_numpy(world.pixels(Image.open(folder / name)))[None]
        with torch.no_grad():
            embeds = model.encode(normalise(pixels))[0]
        prefix = [v.BOS, v.IMAGE_START, *[v.IMAGE_PAD] * shape.queries, v.IMAGE_END]
        rows = [-1, -1, *range(shape.queries), -1]
        for prompt in ("An image of", "Question: what does the text say? Answer:"):
            ids = prefix + tokenizer.encode(prompt, add_special_tokens=False).ids
            generated, first = [], None
            while len(generated) < 20:
                whole = torch.tensor([ids + generated])
                image = torch.tensor([rows + [-1] * (whole.shape[1] - len(rows))])
                positions = torch.arange(whole.shape[1])[None] + shape.position_offset
                with torch.no_grad():
                    hidden = model.decoder(whole, image, embeds, positions, attention_mask(torch.zeros_like(whole)).float())
                    logits = model.decoder.logits(hidden[0, -1])
                first = logits if first is None else first
                if int(logits.argmax()) == v.EOS:
                    break
                generated.append(int(logits.argmax()))
            cases.append({"image": name, "prompt": prompt, "input_ids": ids, "image_row": rows + [-1] * (len(ids) - len(rows)),
                          "image_embeds_first_row": [round(float(x), 6) for x in embeds[0]],
                          "first_logits": [round(float(x), 5) for x in first], "generated": generated,
                          "text": tokenizer.decode(generated).strip()})
    (folder / "golden.json").write_text(json.dumps(cases), encoding="utf8")
    (folder / "README.md").write_text(
        "golden.json: images of this folder at the model's size, sequences of token ids, and what PyTorch (fp32) makes of them:\n"
        "the first row of image_embeds, the logits after the last id, and the greedy continuation (at most 20 ids, without eos).\n"
        "An engine agrees when the numbers differ by at most 1e-3 and the continuation is the same.\n", encoding="utf8")


def digest(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(model: Percept, bundle: pathlib.Path, version: str, temperature: float, evaluation: dict, nouns) -> None:
    shape = model.shape
    tokens = {name: i for name, i in zip(("bos", "pad", "eos", "unk", "imageStart", "imageEnd", "imagePad", "phraseStart", "phraseEnd",
                                          "objectStart", "objectEnd", "boxDelimiter", "grounding"), range(len(v.SPECIAL)))}
    manifest = {
        "contract": 1, "name": "percept-tiny", "version": version, "family": "prefix", "precision": "fp32",
        "files": {name: digest(bundle / name) for name in ("encoder.onnx", "decoder.onnx", "tokenizer.json")},
        "image": {"size": shape.image_size, "mean": list(MEAN), "std": list(STD), "resampling": "bicubic", "queries": shape.queries},
        "decoder": {"width": shape.width, "layers": shape.decoder_layers, "heads": shape.heads, "headWidth": shape.head_width,
                    "vocabulary": shape.vocabulary, "positionOffset": shape.position_offset, "maxPositions": shape.max_positions,
                    "embeddingScale": float(shape.width) ** 0.5, "cacheMode": "rows"},
        "cacheCapacities": [128, 192, 256, 512, 1024],
        "batchProfiles": {"encoder": [1, 4, 16], "prefill": [1, 4, 16], "step": [1, 8, 16, 32]},
        "specialTokens": {**tokens, "patchFirst": v.PATCH_FIRST}, "locationGrid": 32, "prompts": PROMPTS,
        "moderation": {"candidates": ["yes", "no"], "temperature": round(temperature, 4), "questions": texts.LABEL_QUESTIONS},
        "plurals": {plural(n): n for n in sorted(nouns) if plural(n) != n}, "languages": ["en"], "licence": "Apache-2.0", "evaluation": evaluation,
    }
    (bundle / "bundle.yaml").write_text(yaml.safe_dump(manifest, sort_keys=False, width=120), encoding="utf8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path("build/run"))
    parser.add_argument("--bundle", type=pathlib.Path, default=pathlib.Path("../models/percept-tiny"))
    parser.add_argument("--version", required=True, help="of the bundle, such as 0.12.0")
    parser.add_argument("--temperature", type=float, default=1.0, help="of moderation scores, as `calibrate` prints it; 1 where it is left out")
    parser.add_argument("--evaluation", type=pathlib.Path, help="figures to record: JSON as `evaluate` prints it; none where it is left out")
    arguments = parser.parse_args()
    model = load(arguments.run / "checkpoint.pt", arguments.data)
    arguments.bundle.mkdir(parents=True, exist_ok=True)
    shutil.copy(arguments.data / "tokenizer.json", arguments.bundle / "tokenizer.json")
    write_graphs(model, arguments.bundle)
    check_parity(model, arguments.bundle)
    with open(arguments.data / "cutouts.pickle", "rb") as file:
        nouns = [*pickle.load(file), *SHAPES]
    write_golden(model, arguments.bundle, arguments.data)
    evaluation = json.loads(arguments.evaluation.read_text()) if arguments.evaluation else {}
    write_manifest(model, arguments.bundle, arguments.version, arguments.temperature, evaluation, nouns)


if __name__ == "__main__":
    main()
