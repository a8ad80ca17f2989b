package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.CallSize;
import io.percept.engine.DecoderFeed;
import io.percept.engine.DecoderRow;
import io.percept.engine.Logits;
import io.percept.engine.TensorNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * The parts of a decoder call on a device: write the inputs, bind them, send, run, keep the new rows, fetch the logits. Each
 * part only adds to the stream, so that all of them can be recorded. For one thread at a time.
 */
final class DecoderCall {

    private final DecoderFeed feed;
    private final DecoderBindings bindings;
    private final DecoderBuffers buffers;
    private final CacheLayout layout;
    private final Device.Stream stream;
    private final int vocabulary;
    private final int width;

    DecoderCall(
            Bundle bundle, DecoderBindings bindings, DecoderBuffers buffers, CacheLayout layout, Device.Stream stream) {
        this.feed = new DecoderFeed(bundle);
        this.bindings = bindings;
        this.buffers = buffers;
        this.layout = layout;
        this.stream = stream;
        this.vocabulary = bundle.decoder().vocabulary();
        this.width = bundle.decoder().width();
    }

    /**
     * Writes rows, and rows of padding up to the call's size, into pinned memory.
     *
     * @return whether any row has images; their embeddings are then in pinned memory too
     */
    boolean write(List<DecoderRow> rows, CallSize size) {
        CallLayout at = CallLayout.of(size);
        ByteBuffer ints = buffers.hostInts().bytes();
        DecoderFeed.Buffers target = new DecoderFeed.Buffers(
                longs(ints, at.ids()),
                longs(ints, at.imageRows()),
                longs(ints, at.positions()),
                longs(ints, at.pasts()),
                longs(ints, at.wanted()),
                buffers.hostEmbeddings().bytes().asFloatBuffer());
        feed.write(rows, size.tokens(), target);
        for (int row = rows.size(); row < size.rows(); row++) {
            feed.writePadding(row, size.tokens(), target);
        }
        LongBuffer cacheRows = longs(ints, at.cacheRows());
        LongBuffer counts = longs(ints, at.counts());
        boolean images = false;
        for (DecoderRow row : rows) {
            cacheRows.put(row.keep() ? row.cacheRow() : -1);
            counts.put(row.count());
            images |= !row.images().isEmpty();
        }
        for (int row = rows.size(); row < size.rows(); row++) {
            cacheRows.put(-1);
            counts.put(0);
        }
        return images;
    }

    /**
     * Tells an execution its shapes and addresses.
     *
     * @param cache where the past is, from {@code firstRow} on; null: no past
     */
    void bind(Execution execution, CallSize size, boolean images, DeviceCache cache, int firstRow) {
        CallLayout at = CallLayout.of(size);
        long ints = buffers.ints();
        matrix(execution, TensorNames.IDS, size, ints + at.ids());
        matrix(execution, TensorNames.IMAGE_ROWS, size, ints + at.imageRows());
        matrix(execution, TensorNames.POSITIONS, size, ints + at.positions());
        vector(execution, TensorNames.PASTS, size.rows(), ints + at.pasts());
        vector(execution, TensorNames.WANTED, size.wanted(), ints + at.wanted());
        execution.shape(TensorNames.EMBEDDINGS, size.embeddingRows(), width);
        execution.address(TensorNames.EMBEDDINGS, images ? buffers.embeddings() : buffers.noImage());
        execution.address(TensorNames.LOGITS, buffers.logits());
        int capacity = cache == null ? 1 : cache.capacity();
        int headWidth = layout.headBytes() / bindings.cacheType().bytes();
        for (int i = 0; i < layout.buffers(); i++) {
            execution.shape(bindings.caches().get(i), size.rows(), layout.heads(), capacity, headWidth);
            execution.address(bindings.caches().get(i), cache == null ? buffers.noCache() : cache.address(i, firstRow));
            execution.address(bindings.news().get(i), buffers.news(i));
        }
    }

    /** Sends what {@link #write} has written. */
    void send(CallSize size, boolean images) {
        stream.upload(buffers.hostInts(), 0, buffers.ints(), CallLayout.of(size).bytes());
        if (images) {
            long bytes = (long) size.embeddingRows() * width * Float.BYTES;
            stream.upload(buffers.hostEmbeddings(), 0, buffers.embeddings(), bytes);
        }
    }

    /** Runs, and writes the new rows to a cache; null: nothing is kept. */
    void run(Execution execution, CallSize size, DeviceCache keep) {
        execution.enqueue(stream);
        if (keep != null) {
            CallLayout at = CallLayout.of(size);
            long ints = buffers.ints();
            stream.scatter(new Scatter(
                    buffers.sources(),
                    keep.table(),
                    ints + at.cacheRows(),
                    ints + at.pasts(),
                    ints + at.counts(),
                    layout.buffers(),
                    size.rows(),
                    size.tokens(),
                    layout.heads(),
                    keep.capacity(),
                    layout.words()));
        }
        stream.download(buffers.logits(), buffers.hostLogits(), 0, (long) size.wanted() * vocabulary * Float.BYTES);
    }

    /** Waits for the call, and gives the first rows of logits. */
    Logits finish(int wanted) {
        stream.synchronize();
        float[] values = new float[wanted * vocabulary];
        FloatBuffer logits = buffers.hostLogits().bytes().asFloatBuffer();
        logits.get(values);
        return new Logits(values, vocabulary);
    }

    private static void matrix(Execution execution, String name, CallSize size, long address) {
        execution.shape(name, size.rows(), size.tokens());
        execution.address(name, address);
    }

    private static void vector(Execution execution, String name, int length, long address) {
        execution.shape(name, length);
        execution.address(name, address);
    }

    private static LongBuffer longs(ByteBuffer block, long offset) {
        return block.duplicate()
                .position(Math.toIntExact(offset))
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }
}
