package io.percept.engine.onnx;

import java.util.Arrays;

/** Type of a tensor's elements, as far as it matters for TensorRT. */
public enum ElementType {
    FP32(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    INT32(6, 4),
    INT64(7, 8),
    BOOL(9, 1),
    FP16(10, 2),
    BF16(16, 2),
    /** A type that TensorRT 10 does not compute with, such as strings and doubles. */
    OTHER(-1, 0);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The number that the ONNX format has for the type. */
    public int code() {
        return code;
    }

    /** Bytes of an element. */
    public int bytes() {
        return bytes;
    }

    /** Whether the type has half the bits of {@link #FP32}. */
    public boolean isLow() {
        return this == FP16 || this == BF16;
    }

    static ElementType of(int code) {
        return Arrays.stream(values())
                .filter(type -> type.code == code)
                .findFirst()
                .orElse(OTHER);
    }
}
