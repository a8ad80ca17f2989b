package io.percept.engine.onnx;

import static io.percept.engine.onnx.ElementType.BF16;
import static io.percept.engine.onnx.ElementType.BOOL;
import static io.percept.engine.onnx.ElementType.FP16;
import static io.percept.engine.onnx.ElementType.FP32;
import static io.percept.engine.onnx.ElementType.INT32;
import static io.percept.engine.onnx.ElementType.INT64;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operators of ONNX's standard domain that TensorRT 10.15 imports, with the element types that it computes them in.
 *
 * <p>Source: {@code docs/operators.md} of onnx/onnx-tensorrt, as of TensorRT 10.15 ("operators in the inclusive range of
 * opset 9 to opset 24"). Types that need explicit quantisation are left out, since no bundle uses them. The document names
 * floating-point types only for Clip; the importer of the same repository (its {@code onnxOpImporters.cpp}) takes whole numbers
 * too, as a maximum and a minimum, and so does this table.
 */
final class OperatorTable {

    static final int HIGHEST_OPSET = 24;

    private static final Set<ElementType> FLOATS = EnumSet.of(FP32, FP16, BF16);
    private static final Set<ElementType> NUMBERS = EnumSet.of(FP32, FP16, BF16, INT32, INT64);
    private static final Set<ElementType> ALL = EnumSet.of(FP32, FP16, BF16, INT32, INT64, BOOL);

    private static final Map<String, Set<ElementType>> TYPES = new HashMap<>();

    static {
        add(
                FLOATS,
                "Acos Acosh Asin Asinh Atan Atanh Attention AveragePool BatchNormalization Ceil Celu Conv ConvTranspose "
                        + "Cos Cosh CumSum Dropout Einsum Elu Erf Exp Floor Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool "
                        + "GroupNormalization GRU HardSigmoid HardSwish Hardmax ImageScaler InstanceNormalization IsInf "
                        + "LayerNormalization LeakyRelu Log LogSoftmax LRN LSTM LpNormalization LpPool MatMul MaxPool "
                        + "MeanVarianceNormalization ParametricSoftplus PRelu QuantizeLinear RandomNormal RandomNormalLike "
                        + "RandomUniform RandomUniformLike Reciprocal Resize RMSNormalization RNN RotaryEmbedding Round "
                        + "ScaledTanh Scan Selu Sigmoid Sin Sinh Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu "
                        + "Upsample");
        add(
                NUMBERS,
                "Abs Add ArgMax ArgMin Clip DepthToSpace Div Equal Gelu Greater GreaterOrEqual IsNaN Less LessOrEqual Max Mean Min "
                        + "Mod Mul Neg Pad Pow Range ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean "
                        + "ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Scatter ScatterElements ScatterND Shrink Sign "
                        + "SpaceToDepth Sub Sum TopK");
        add(
                ALL,
                "Cast CastLike Concat Constant ConstantOfShape Expand EyeLike Flatten Gather GatherElements GatherND Identity "
                        + "If Loop OneHot Reshape ReverseSequence Shape Size Slice Split Squeeze Tile Transpose Trilu Unsqueeze "
                        + "Where");
        add(EnumSet.of(BOOL), "And Not Or Xor");
        add(
                EnumSet.of(FP32, FP16),
                "BlackmanWindow DeformConv GridSample HammingWindow HannWindow Mish NonMaxSuppression NonZero RoiAlign");
        add(EnumSet.of(FP32), "STFT");
        add(EnumSet.of(FP32, FP16, BF16, INT32), "TensorScatter");
    }

    private OperatorTable() {}

    /** The types of an operator's data; empty if TensorRT does not import it. */
    static Optional<Set<ElementType>> types(String operator) {
        return Optional.ofNullable(TYPES.get(operator));
    }

    private static void add(Set<ElementType> types, String operators) {
        for (String operator : operators.split(" ")) {
            TYPES.put(operator, Collections.unmodifiableSet(types));
        }
    }
}
