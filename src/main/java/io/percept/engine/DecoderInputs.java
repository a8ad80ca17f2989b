package io.percept.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** The inputs of a decoder call other than the cache, in direct buffers that grow to the largest call and stay. */
final class DecoderInputs {

    private final DecoderFeed feed;
    private final int width;

    private LongBuffer ids = OnnxSession.longs(64);
    private LongBuffer imageRows = OnnxSession.longs(64);
    private LongBuffer positions = OnnxSession.longs(64);
    private LongBuffer pasts = OnnxSession.longs(64);
    private LongBuffer wanted = OnnxSession.longs(64);
    private FloatBuffer embeddings;

    DecoderInputs(Bundle bundle) {
        this.feed = new DecoderFeed(bundle);
        this.width = bundle.decoder().width();
        this.embeddings = OnnxSession.floats(width);
    }

    /** Fills the buffers with the rows, right-padded to the longest, and wraps them. */
    NDList fill(NDManager scope, List<DecoderRow> rows, CallSize size) {
        reserve(size);
        feed.write(rows, size.tokens(), new DecoderFeed.Buffers(ids, imageRows, positions, pasts, wanted, embeddings));
        return wrap(scope, size);
    }

    private NDList wrap(NDManager scope, CallSize size) {
        int rows = size.rows();
        int tokens = size.tokens();
        NDList inputs = new NDList(16);
        inputs.add(OnnxSession.array(scope, "input_ids", ids.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(scope, "image_row", imageRows.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(
                scope, "image_embeds", embeddings.flip(), DataType.FLOAT32, size.embeddingRows(), width));
        inputs.add(OnnxSession.array(scope, "position_ids", positions.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(scope, "past_length", pasts.flip(), DataType.INT64, rows));
        inputs.add(OnnxSession.array(scope, "logit_rows", wanted.flip(), DataType.INT64, size.wanted()));
        return inputs;
    }

    private void reserve(CallSize size) {
        ids = reserved(ids, size.positions());
        imageRows = reserved(imageRows, size.positions());
        positions = reserved(positions, size.positions());
        pasts = reserved(pasts, size.rows());
        wanted = reserved(wanted, size.wanted());
        embeddings =
                OnnxSession.reserved(embeddings, size.embeddingRows() * width).clear();
    }

    private static LongBuffer reserved(LongBuffer buffer, int count) {
        return buffer.capacity() < count
                ? OnnxSession.grown(buffer.capacity(), count, OnnxSession::longs)
                : buffer.clear();
    }
}
