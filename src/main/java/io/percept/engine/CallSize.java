package io.percept.engine;

import java.util.List;

/**
 * Sizes of a decoder call.
 *
 * @param rows sequences (B)
 * @param tokens new tokens of the longest sequence (S); the others are padded to it
 * @param wanted rows of logits (N)
 * @param embeddingRows rows of image embeddings (R), at least 1: the graph gathers from one even where no image is
 * @param past whether any sequence has tokens in the cache
 */
public record CallSize(int rows, int tokens, int wanted, int embeddingRows, boolean past) {

    public static CallSize of(List<DecoderRow> rows) {
        int tokens = 0;
        int wanted = 0;
        int embeddingRows = 0;
        boolean past = false;
        for (DecoderRow row : rows) {
            tokens = Math.max(tokens, row.count());
            wanted += row.wanted();
            past |= row.past() > 0;
            for (ImageEmbedding image : row.images()) {
                embeddingRows += image.queries();
            }
        }
        return new CallSize(rows.size(), tokens, wanted, Math.max(1, embeddingRows), past);
    }

    /** Positions of the call, padding included. */
    public int positions() {
        return rows * tokens;
    }
}
