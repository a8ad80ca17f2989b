package io.percept.engine;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Writes rows into the inputs of a decoder call, wherever an engine has them. Stateless. */
public final class DecoderFeed {

    /**
     * Where the inputs go, each from its position on.
     *
     * @param ids {@code input_ids [B,S]}
     * @param imageRows {@code image_row [B,S]}
     * @param positions {@code position_ids [B,S]}
     * @param pasts {@code past_length [B]}
     * @param wanted {@code logit_rows [N]}
     * @param embeddings {@code image_embeds [R,D]}
     */
    public record Buffers(
            LongBuffer ids,
            LongBuffer imageRows,
            LongBuffer positions,
            LongBuffer pasts,
            LongBuffer wanted,
            FloatBuffer embeddings) {}

    private final int pad;
    private final int positionOffset;
    private final float[] noImage;

    public DecoderFeed(Bundle bundle) {
        this.pad = bundle.specialTokens().pad();
        this.positionOffset = bundle.decoder().positionOffset();
        this.noImage = new float[bundle.decoder().width()];
    }

    /** Writes the rows, right-padded to the longest, and advances the buffers. They must have room for the call's size. */
    public void write(List<DecoderRow> rows, int tokens, Buffers buffers) {
        int embeddingRows = 0;
        for (int i = 0; i < rows.size(); i++) {
            DecoderRow row = rows.get(i);
            tokens(row, tokens, embeddingRows, buffers);
            buffers.pasts().put(row.past());
            for (int at = row.everyLogit() ? 0 : row.count() - 1; at < row.count(); at++) {
                buffers.wanted().put((long) i * tokens + at);
            }
            for (ImageEmbedding image : row.images()) {
                buffers.embeddings().put(image.values());
                embeddingRows += image.queries();
            }
        }
        if (embeddingRows == 0) {
            buffers.embeddings().put(noImage);
        }
    }

    /**
     * Adds a row of padding after {@code rows} real ones, for engines that like round batches. It has no past, asks for one
     * row of logits and must not be kept.
     */
    public void writePadding(int rows, int tokens, Buffers buffers) {
        for (int t = 0; t < tokens; t++) {
            buffers.ids().put(pad);
            buffers.imageRows().put(-1);
            buffers.positions().put(positionOffset);
        }
        buffers.pasts().put(0);
        buffers.wanted().put((long) rows * tokens);
    }

    private void tokens(DecoderRow row, int tokens, int embeddingBase, Buffers buffers) {
        for (int t = 0; t < tokens; t++) {
            boolean real = t < row.count();
            int at = row.from() + t;
            int image = real && row.imageRows().length > 0 ? row.imageRows()[at] : -1;
            buffers.ids().put(real ? row.ids()[at] : pad);
            buffers.imageRows().put(image < 0 ? -1 : embeddingBase + image);
            // Padding gets the last real position: a further one may lie beyond the table.
            buffers.positions().put((long) row.past() + Math.min(t, row.count() - 1) + positionOffset);
        }
    }
}
