package io.percept.engine;

/**
 * What the encoder makes of one image. Shared between threads: nobody writes to {@code values} after construction.
 *
 * @param values Q·D values in row order
 * @param queries rows (Q)
 * @param width values per row (D)
 */
public record ImageEmbedding(float[] values, int queries, int width) {

    /** Bytes held. */
    public int bytes() {
        return values.length * Float.BYTES;
    }
}
