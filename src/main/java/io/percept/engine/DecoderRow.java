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

    private static final int[] NO_IMAGES = {};

    /**
     * One generated token, which is kept.
     *
     * @param ids token ids, none of an image
     * @param at which of them
     */
    public static DecoderRow step(int[] ids, int at, int past, int cacheRow) {
        return new DecoderRow(ids, NO_IMAGES, at, 1, List.of(), past, cacheRow, true, false);
    }

    /** All tokens of a prompt, or of what follows a past of it, which are kept. */
    public static DecoderRow prompt(int[] ids, int[] imageRows, List<ImageEmbedding> images, int past, int cacheRow) {
        return prompt(ids, imageRows, images, past, cacheRow, true);
    }

    /** The same, kept or not. */
    public static DecoderRow prompt(
            int[] ids, int[] imageRows, List<ImageEmbedding> images, int past, int cacheRow, boolean keep) {
        return new DecoderRow(ids, imageRows, 0, ids.length, images, past, cacheRow, keep, false);
    }

    /** The first tokens of a text that is scored and not kept, with the logits after each. */
    public static DecoderRow scored(int[] ids, int count, int past, int cacheRow) {
        return new DecoderRow(ids, NO_IMAGES, 0, count, List.of(), past, cacheRow, false, true);
    }

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
