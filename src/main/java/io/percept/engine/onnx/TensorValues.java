package io.percept.engine.onnx;

import com.google.protobuf.ByteString;
import io.percept.engine.onnx.format.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** The floating-point values of a tensor in a file, in and out of lower precisions. */
final class TensorValues {

    private static final int LOW_BITS = 16;

    private TensorValues() {}

    /** The values of a tensor of type FP32, FP16 or BF16. */
    static float[] floats(TensorProto tensor) {
        ElementType type = ElementType.of(tensor.getDataType());
        if (type == ElementType.FP32) {
            return single(tensor);
        }
        short[] bits = shorts(tensor);
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = type == ElementType.FP16
                    ? Float.float16ToFloat(bits[i])
                    : Float.intBitsToFloat(bits[i] << LOW_BITS);
        }
        return values;
    }

    /** The same tensor in a lower precision, each value rounded to the nearest. */
    static TensorProto lowered(TensorProto tensor, ElementType type, String name) {
        float[] values = floats(tensor);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(type == ElementType.FP16 ? Float.floatToFloat16(value) : brain(value));
        }
        return TensorProto.newBuilder()
                .addAllDims(tensor.getDimsList())
                .setDataType(type.code())
                .setName(name)
                .setRawData(ByteString.copyFrom(bytes.flip()))
                .build();
    }

    /** The upper half of a float, rounded to the nearest, ties to even. */
    private static short brain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> LOW_BITS | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> LOW_BITS & 1) >>> LOW_BITS);
    }

    private static float[] single(TensorProto tensor) {
        if (!tensor.hasRawData()) {
            float[] values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
            return values;
        }
        float[] values = new float[tensor.getRawData().size() / Float.BYTES];
        raw(tensor).asFloatBuffer().get(values);
        return values;
    }

    private static short[] shorts(TensorProto tensor) {
        if (!tensor.hasRawData()) {
            short[] bits = new short[tensor.getInt32DataCount()];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = (short) tensor.getInt32Data(i);
            }
            return bits;
        }
        ShortBuffer buffer = raw(tensor).asShortBuffer();
        short[] bits = new short[buffer.remaining()];
        buffer.get(bits);
        return bits;
    }

    private static ByteBuffer raw(TensorProto tensor) {
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
