package io.percept.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** The inputs of a decoder call other than the cache, in direct buffers that grow to the largest call and stay. */
final class DecoderInputs {

    private final int pad;
    private final int positionOffset;
    private final int width;

    private LongBuffer ids = longs(64);
    private LongBuffer imageRows = longs(64);
    private LongBuffer positions = longs(64);
    private LongBuffer pasts = longs(64);
    private LongBuffer wanted = longs(64);
    private FloatBuffer embeddings;

    DecoderInputs(Bundle bundle) {
        this.pad = bundle.specialTokens().pad();
        this.positionOffset = bundle.decoder().positionOffset();
        this.width = bundle.decoder().width();
        this.embeddings = floats(width);
    }

    /** Fills the buffers with the rows, right-padded to the longest, and wraps them. */
    NDList fill(NDManager scope, List<DecoderRow> rows, int tokens) {
        reserve(rows, tokens);
        int embeddingRows = 0;
        for (int i = 0; i < rows.size(); i++) {
            DecoderRow row = rows.get(i);
            tokens(row, tokens, embeddingRows);
            pasts.put(row.past());
            for (int at = row.everyLogit() ? 0 : row.count() - 1; at < row.count(); at++) {
                wanted.put((long) i * tokens + at);
            }
            for (ImageEmbedding image : row.images()) {
                embeddings.put(image.values());
                embeddingRows += image.queries();
            }
        }
        if (embeddingRows == 0) {
            // The graph gathers from at least one row, whoever asks for it.
            embeddings.put(new float[width]);
            embeddingRows = 1;
        }
        return wrap(scope, rows.size(), tokens, embeddingRows);
    }

    private void tokens(DecoderRow row, int tokens, int embeddingBase) {
        for (int t = 0; t < tokens; t++) {
            boolean real = t < row.count();
            int at = row.from() + t;
            int image = real && row.imageRows().length > 0 ? row.imageRows()[at] : -1;
            ids.put(real ? row.ids()[at] : pad);
            imageRows.put(image < 0 ? -1 : embeddingBase + image);
            // Padding gets the last real position: a further one may lie beyond the table.
            positions.put((long) row.past() + Math.min(t, row.count() - 1) + positionOffset);
        }
    }

    private NDList wrap(NDManager scope, int rows, int tokens, int embeddingRows) {
        NDList inputs = new NDList(16);
        inputs.add(OnnxSession.array(scope, "input_ids", ids.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(scope, "image_row", imageRows.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(scope, "image_embeds", embeddings.flip(), DataType.FLOAT32, embeddingRows, width));
        inputs.add(OnnxSession.array(scope, "position_ids", positions.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(scope, "past_length", pasts.flip(), DataType.INT64, rows));
        int wantedRows = wanted.flip().limit();
        inputs.add(OnnxSession.array(scope, "logit_rows", wanted, DataType.INT64, wantedRows));
        return inputs;
    }

    private void reserve(List<DecoderRow> rows, int tokens) {
        int all = rows.size() * tokens;
        ids = reserved(ids, all);
        imageRows = reserved(imageRows, all);
        positions = reserved(positions, all);
        pasts = reserved(pasts, rows.size());
        wanted = reserved(wanted, rows.stream().mapToInt(DecoderRow::wanted).sum());
        int values = rows.stream()
                .flatMap(row -> row.images().stream())
                .mapToInt(image -> image.values().length)
                .sum();
        if (embeddings.capacity() < values) {
            embeddings = floats(Math.max(values, 2 * embeddings.capacity()));
        }
        embeddings.clear();
    }

    private static LongBuffer reserved(LongBuffer buffer, int count) {
        return buffer.capacity() < count ? longs(Math.max(count, 2 * buffer.capacity())) : buffer.clear();
    }

    private static LongBuffer longs(int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
