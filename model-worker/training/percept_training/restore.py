"""Reads the weights of a bundle back into a file that `train --init` takes, and puts its tokenizer beside the data; the dense heads start anew.

    python -m percept_training.restore --bundle ../models/percept-tiny --weights build/weights.pt --data build/data
"""

import argparse
import pathlib
import shutil

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from . import vocabulary
from .model import Percept, Shape
from .runtime import Bundle


def initial_values(path: pathlib.Path) -> dict[str, np.ndarray]:
    return {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}


def matrices(path: pathlib.Path) -> dict[str, np.ndarray]:
    """The transposed weight of each linear layer, by the name of the bias that is added after it."""
    graph = onnx.load(path).graph
    values = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    made_by = {o: n for n in graph.node for o in n.output}
    found = {}
    for node in graph.node:
        if node.op_type == "Add":
            for bias, product in (node.input, node.input[::-1]):
                source = made_by.get(product)
                if bias in values and source is not None and source.op_type == "MatMul" and source.input[1] in values:
                    found[bias.removesuffix("bias") + "weight"] = values[source.input[1]].T
    return found


def group_norms(path: pathlib.Path, names: list[str]) -> dict[str, np.ndarray]:
    """The scales and shifts of the stem's norms, which the exporter writes as a product and a sum after each."""
    graph = onnx.load(path).graph
    values = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    scales = [i for n in graph.node if n.op_type in ("Mul", "Add") for i in n.input
              if i in values and values[i].ndim >= 3 and values[i].size in (64, 128)]
    assert len(scales) == 2 * len(names), scales
    return {f"{name}.{part}": values[scales[2 * at + offset]]
            for at, name in enumerate(names) for offset, part in enumerate(("weight", "bias"))}


def put_tokenizer(bundle: pathlib.Path, data: pathlib.Path, replace: bool) -> None:
    """Copies a bundle's tokenizer to the data; ends the program where there is another that must not be replaced."""
    source, path = bundle / "tokenizer.json", data / "tokenizer.json"
    if path.exists() and not replace and vocabulary.digest(vocabulary.load(path)) != vocabulary.digest(vocabulary.load(source)):
        raise SystemExit(f"{path} is not the bundle's, whose weights know the words by other numbers. Give --replace-tokenizer, "
                         "or another --data where a run still needs it.")
    data.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=pathlib.Path, required=True)
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"), help="where `train` looks for the tokenizer")
    parser.add_argument("--replace-tokenizer", action="store_true", help="also where there is another one")
    arguments = parser.parse_args()
    put_tokenizer(arguments.bundle, arguments.data, arguments.replace_tokenizer)
    bundle = Bundle(arguments.bundle)
    model = Percept(Shape(vocabulary=bundle.shape["vocabulary"]))
    found = {}
    for name in ("encoder.onnx", "decoder.onnx"):
        path = arguments.bundle / name
        for key, value in {**initial_values(path), **matrices(path)}.items():
            found[key.removeprefix("model.")] = torch.from_numpy(np.array(value))
    norms = [n for n, m in model.named_modules() if isinstance(m, torch.nn.GroupNorm)]
    found |= {k: torch.from_numpy(np.array(v)) for k, v in group_norms(arguments.bundle / "encoder.onnx", norms).items()}
    state = model.state_dict()
    restored = {k: found[k].reshape(v.shape) for k, v in state.items() if k in found and found[k].numel() == v.numel()}
    missing = sorted(set(state) - set(restored))
    arguments.weights.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": restored, "tokenizer": vocabulary.digest(bundle.tokenizer)}, arguments.weights)
    print(f"{len(restored)} of {len(state)} tensors restored; not in the bundle: {', '.join(missing)}")


if __name__ == "__main__":
    main()
