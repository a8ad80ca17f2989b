package io.percept.engine;

import java.util.List;

/**
 * New tokens of one sequence in a decoder call.
 *
 * @param ids token ids of the sequence; the call takes {@code [from, from + count)}
 * @param imageRows for each id −1, or the row of the concatenated {@code images} that stands in its place; empty: no images
 * @param images embeddings of the sequence's images
 * @param past tokens of the sequence that the cache already holds
 * @param cacheRow where the sequence's keys and values are and go; any number if it has no past and keeps nothing
 * @param keep whether the keys and values of the new tokens are written to the cache, after the past ones
 * @param everyLogit whether logits are wanted for each new token, not for the last one only
 */
public record DecoderRow(
        int[] ids,
        int[] imageRows,
        int from,
        int count,
        List<ImageEmbedding> images,
        int past,
        int cacheRow,
        boolean keep,
        boolean everyLogit) {

    /** Rows of logits that this row asks for. */
    public int wanted() {
        return everyLogit ? count : 1;
    }

    /**
     * The first cache row of rows that lie one after another.
     *
     * @throws IllegalArgumentException if they do not
     */
    public static int firstOfConsecutive(List<DecoderRow> rows) {
        int first = rows.getFirst().cacheRow();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).cacheRow() != first + i) {
                throw new IllegalArgumentException("Rows with a past must lie one after another in the cache");
            }
        }
        return first;
    }
}
