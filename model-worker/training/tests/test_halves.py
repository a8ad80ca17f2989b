import pytest

for library in ("numpy", "onnx", "onnxruntime"):
    pytest.importorskip(library)

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from percept_training.halves import in_halves, large


def adding(table: np.ndarray) -> onnx.ModelProto:
    graph = helper.make_graph(
        [helper.make_node("Add", ["x", "table"], ["sum"]), helper.make_node("Mul", ["sum", "table"], ["y"])], "adding",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, table.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, table.shape)], [numpy_helper.from_array(table, "table")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


def run(model: onnx.ModelProto, x: np.ndarray) -> np.ndarray:
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]


def test_a_graph_computes_with_the_rounded_constant_and_is_half_as_large():
    table = np.sin(np.arange(4096, dtype=np.float32)).reshape(64, 64)
    x = np.full_like(table, 2)
    model = adding(table)
    size = model.ByteSize()
    in_halves(model.graph, {"table"})
    onnx.checker.check_model(model)
    rounded = table.astype(np.float16).astype(np.float32)
    np.testing.assert_array_equal(run(model, x), run(adding(rounded), x))
    assert model.ByteSize() < size - 4096


def test_other_constants_stay_as_they_are():
    table = np.arange(64, dtype=np.float32).reshape(8, 8) / 7
    model = adding(table)
    in_halves(model.graph, {"another"})
    assert model == adding(table)


def test_large_constants_are_those_with_many_numbers():
    assert large(adding(np.zeros((128, 128), np.float32)).graph) == {"table"}
    assert large(adding(np.zeros((127, 128), np.float32)).graph) == set()
