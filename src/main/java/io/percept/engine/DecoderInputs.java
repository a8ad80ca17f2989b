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

    private final DirectBuffers buffers = new DirectBuffers();
    private LongBuffer ids = DirectBuffers.longs(64);
    private LongBuffer imageRows = DirectBuffers.longs(64);
    private LongBuffer positions = DirectBuffers.longs(64);
    private LongBuffer pasts = DirectBuffers.longs(64);
    private LongBuffer wanted = DirectBuffers.longs(64);
    private FloatBuffer embeddings;

    DecoderInputs(Bundle bundle) {
        this.feed = new DecoderFeed(bundle);
        this.width = bundle.decoder().width();
        this.embeddings = DirectBuffers.floats(width);
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
        inputs.add(OnnxSession.array(scope, TensorNames.IDS, ids.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(scope, TensorNames.IMAGE_ROWS, imageRows.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(
                scope, TensorNames.EMBEDDINGS, embeddings.flip(), DataType.FLOAT32, size.embeddingRows(), width));
        inputs.add(OnnxSession.array(scope, TensorNames.POSITIONS, positions.flip(), DataType.INT64, rows, tokens));
        inputs.add(OnnxSession.array(scope, TensorNames.PASTS, pasts.flip(), DataType.INT64, rows));
        inputs.add(OnnxSession.array(scope, TensorNames.WANTED, wanted.flip(), DataType.INT64, size.wanted()));
        return inputs;
    }

    private void reserve(CallSize size) {
        ids = buffers.reserved(ids, size.positions()).clear();
        imageRows = buffers.reserved(imageRows, size.positions()).clear();
        positions = buffers.reserved(positions, size.positions()).clear();
        pasts = buffers.reserved(pasts, size.rows()).clear();
        wanted = buffers.reserved(wanted, size.wanted()).clear();
        embeddings = buffers.reserved(embeddings, size.embeddingRows() * width).clear();
    }
}
