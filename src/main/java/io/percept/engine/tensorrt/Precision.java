package io.percept.engine.tensorrt;

import io.percept.engine.Tolerance;
import io.percept.engine.onnx.ElementType;
import java.util.Locale;

/** What the products of the graphs are computed in; all else is computed in single precision. */
public enum Precision {
    FP32(ElementType.FP32, Tolerance.SINGLE_PRECISION),
    BF16(ElementType.BF16, Tolerance.ofValues(8 * Precision.HALF_TOLERANCE)),
    FP16(ElementType.FP16, Tolerance.ofValues(Precision.HALF_TOLERANCE));

    /**
     * A choice: percept-tiny's graphs in half precision move logits by at most 0.0027 on the CPU, and a larger model may move them
     * further. BF16 has three bits less. What counts besides is that the continuation stays the same token by token.
     */
    private static final float HALF_TOLERANCE = 0.03f;

    private final ElementType type;
    private final Tolerance tolerance;

    Precision(ElementType type, Tolerance tolerance) {
        this.type = type;
        this.tolerance = tolerance;
    }

    ElementType type() {
        return type;
    }

    /** How far a plan may be from the golden cases. */
    public Tolerance tolerance() {
        return tolerance;
    }

    /** Such as {@code bf16}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return key();
    }
}
