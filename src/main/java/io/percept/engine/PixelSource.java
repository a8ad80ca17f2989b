package io.percept.engine;

import java.nio.FloatBuffer;

/** An image that can write itself into the encoder's input, in place. */
@FunctionalInterface
public interface PixelSource {

    /** Writes 3·S·S normalised values in channel, row, column order at the buffer's position, and advances it. */
    void writeTo(FloatBuffer chw);
}
