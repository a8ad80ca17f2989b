"""Keeps a graph's constants as halves, to be read as fp32: a runtime does that once, when it loads the graph."""

import numpy as np
import onnx
from onnx import numpy_helper


def in_halves(graph: onnx.GraphProto, names: set[str]) -> None:
    """Stores the named initial values in fp16; what reads them gets them in fp32 under the names that they had."""
    casts = []
    for value in graph.initializer:
        if value.name in names:
            stored = numpy_helper.from_array(numpy_helper.to_array(value).astype(np.float16), value.name + ".half")
            casts.append(onnx.helper.make_node("Cast", [stored.name], [value.name], name=value.name + ".cast", to=onnx.TensorProto.FLOAT))
            value.CopyFrom(stored)
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def large(graph: onnx.GraphProto, values: int = 1 << 14) -> set[str]:
    """The names of fp32 initial values of at least so many numbers."""
    return {v.name for v in graph.initializer if v.data_type == onnx.TensorProto.FLOAT and np.prod(v.dims) >= values}
