package io.percept.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the encoder makes of one image. Shared between threads: nobody writes to {@code values} after construction.
 *
 * @param values Q·D values in row order
 * @param queries rows (Q)
 * @param width values per row (D)
 */
public record ImageEmbedding(float[] values, int queries, int width) {

    /** Whether all values are finite. */
    public boolean isFinite() {
        float sum = 0;
        for (float value : values) {
            // Zero for every finite value, and not a number for all others.
            sum += value * 0;
        }
        return sum == 0;
    }

    /** Bytes held. */
    public int bytes() {
        return values.length * Float.BYTES;
    }

    /** Takes the output of an encoder call apart, one embedding per image. Reads the buffer from its position to its limit. */
    public static List<ImageEmbedding> split(FloatBuffer values, int queries, int width) {
        int each = queries * width;
        List<ImageEmbedding> result = new ArrayList<>(values.remaining() / each);
        while (values.hasRemaining()) {
            float[] image = new float[each];
            values.get(image);
            result.add(new ImageEmbedding(image, queries, width));
        }
        return result;
    }
}
