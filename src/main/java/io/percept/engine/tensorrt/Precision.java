package io.percept.engine.tensorrt;

import io.percept.engine.golden.Parity;
import io.percept.engine.onnx.ElementType;
import java.util.Locale;

/** What the products of the graphs are computed in; all else is computed in single precision. */
public enum Precision {
    FP32(ElementType.FP32, Parity.SINGLE_PRECISION),
    BF16(ElementType.BF16, Precision.LOW_TOLERANCE),
    FP16(ElementType.FP16, Precision.LOW_TOLERANCE);

    /**
     * A choice, not a measurement: rounding moves logits by a few hundredths, and what counts besides is that the continuation
     * stays the same token by token.
     */
    private static final float LOW_TOLERANCE = 0.25f;

    private final ElementType type;
    private final float tolerance;

    Precision(ElementType type, float tolerance) {
        this.type = type;
        this.tolerance = tolerance;
    }

    ElementType type() {
        return type;
    }

    /** The largest difference from the golden cases that a plan may have; see {@link Parity}. */
    public float tolerance() {
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
