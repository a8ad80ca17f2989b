package io.percept.engine;

/**
 * Keys and values of past tokens, one row per sequence, where the decoder reads them: in a direct buffer for the CPU, in
 * device memory for a GPU. Rows that have never been written hold zeros. Used by one thread at a time.
 */
public interface KeyValueCache extends AutoCloseable {

    /** Tokens that a row can hold (C). */
    int capacity();

    /** Number of rows. */
    int rows();

    /**
     * Copies the first tokens of a row. The row may come from a cache of another capacity, but of the same decoder.
     *
     * @param length tokens to copy, at most both capacities
     */
    default void copyRow(KeyValueCache from, int fromRow, int toRow, int length) {
        copyTokens(from, fromRow, toRow, 0, length);
    }

    /** Copies the tokens {@code [first, first + count)} of a row to the same place of another. */
    void copyTokens(KeyValueCache from, int fromRow, int toRow, int first, int count);

    @Override
    void close();
}
