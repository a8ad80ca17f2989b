package io.percept.engine.onnx;

import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.TensorProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What must be computed in single precision, whatever the rest of a graph is computed in: norms and softmax sum or square
 * many values, which overflows or drowns in half precision, and a constant beyond its range is infinity there.
 */
final class SinglePrecision {

    /** The largest finite half-precision number. */
    static final float LARGEST_FP16 = 65504f;

    /** Norms and softmax, and the parts that exporters take them apart into. */
    static final Set<String> OPERATORS = Set.of(
            "LayerNormalization",
            "InstanceNormalization",
            "GroupNormalization",
            "RMSNormalization",
            "MeanVarianceNormalization",
            "LpNormalization",
            "BatchNormalization",
            "Softmax",
            "LogSoftmax",
            "ReduceL2",
            "ReduceSum",
            "ReduceMean",
            "ReduceSumSquare",
            "ReduceLogSumExp",
            "Pow",
            "Exp",
            "Log",
            "Sqrt",
            "Reciprocal");

    private final TensorTypes types;

    SinglePrecision(TensorTypes types) {
        this.types = types;
    }

    Collection<GraphProblem> ofNode(NodeProto node) {
        List<GraphProblem> problems = new ArrayList<>();
        if (OPERATORS.contains(node.getOpType())) {
            node.getInputList().stream()
                    .filter(input -> types.get(input).isLow())
                    .findFirst()
                    .ifPresent(input -> problems.add(new GraphProblem(
                            OnnxFile.label(node),
                            "computes in " + types.get(input)
                                    + "; put a Cast to FP32 before it and one back after it")));
        }
        return problems;
    }

    /** @param where what holds the weight */
    Collection<GraphProblem> ofWeight(String where, TensorProto weight) {
        if (ElementType.of(weight.getDataType()) != ElementType.FP16) {
            return List.of();
        }
        for (float value : TensorValues.floats(weight)) {
            if (!(Math.abs(value) < LARGEST_FP16)) {
                return List.of(new GraphProblem(
                        where, "holds " + value + ", which half precision does not tell from infinity"));
            }
        }
        return List.of();
    }
}
