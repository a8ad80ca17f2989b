package io.percept.engine.tensorrt;

import io.percept.engine.onnx.ElementType;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.Dims64;

/** TensorRT's types and shapes in ours. */
final class NvInferTypes {

    private NvInferTypes() {}

    static ElementType element(nvinfer.DataType type) {
        return switch (type.intern()) {
            case kFLOAT -> ElementType.FP32;
            case kHALF -> ElementType.FP16;
            case kBF16 -> ElementType.BF16;
            case kINT8 -> ElementType.INT8;
            case kINT32 -> ElementType.INT32;
            case kINT64 -> ElementType.INT64;
            case kBOOL -> ElementType.BOOL;
            case kUINT8 -> ElementType.UINT8;
            default -> ElementType.OTHER;
        };
    }

    static List<Long> shape(Dims64 dims) {
        return LongStream.range(0, Math.max(0, dims.nbDims()))
                .map(i -> dims.d((int) i))
                .boxed()
                .toList();
    }

    static Dims64 dims(List<Long> shape) {
        Dims64 dims = new Dims64();
        dims.nbDims(shape.size());
        for (int i = 0; i < shape.size(); i++) {
            dims.d(i, shape.get(i));
        }
        return dims;
    }
}
