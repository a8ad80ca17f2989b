package io.percept.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;

/**
 * One thread's calls of a graph in DJL's {@code OnnxRuntime} engine.
 *
 * <p>Copies: an array over a direct buffer is read or written where it is. The block is called directly, because a predictor would
 * batchify the inputs, which copies them.
 */
final class OnnxSession implements AutoCloseable {

    static final String ENGINE = "OnnxRuntime";

    private final LoadedGraph graph;
    private final NDManager manager;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** How a session runs its graph. */
    interface Setup {

        void apply(SessionOptions session) throws OrtException;

        /** See {@link VisionEncoder#bestBatch}. */
        default int bestEncoderBatch() {
            return Integer.MAX_VALUE;
        }

        /** See {@link VisionEncoder#backlogBatch}. */
        default int backlogEncoderBatch() {
            return bestEncoderBatch();
        }

        /** See {@link TextDecoder#fullCall}. */
        default int fullDecoderCall() {
            return 1;
        }
    }

    /** @param graph held until this is closed */
    OnnxSession(LoadedGraph graph) {
        this.graph = graph;
        this.manager = graph.hold();
    }

    /** A scope for the arrays of one call, or of a cache. Closing it releases them. */
    NDManager newScope() {
        return manager.newSubManager();
    }

    /** An array over a direct buffer, from its position to its limit. The buffer stays in use until the array is closed. */
    static NDArray array(NDManager scope, String name, Buffer direct, DataType type, long... shape) {
        NDArray array = scope.create(direct, new Shape(shape), type);
        array.setName(name);
        return array;
    }

    /**
     * A direct buffer of so many numbers, as the engine reads and writes them.
     *
     * @throws NoMemory if there is none for it
     */
    static FloatBuffer floats(long count) {
        return direct(count, Float.BYTES).asFloatBuffer();
    }

    /** The same of whole numbers. */
    static LongBuffer longs(long count) {
        return direct(count, Long.BYTES).asLongBuffer();
    }

    /** An error would end all that is in hand; what is asked for here may be less the next time. */
    private static ByteBuffer direct(long count, int bytesEach) {
        try {
            return ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(count, bytesEach)))
                    .order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError | ArithmeticException e) {
            throw new NoMemory(
                    "There is no direct memory for %d numbers of %d bytes; raise -XX:MaxDirectMemorySize"
                            .formatted(count, bytesEach),
                    e);
        }
    }

    /**
     * The buffer where it has room for so many numbers, else another one that has.
     *
     * @throws NoMemory if there is none for that
     */
    static FloatBuffer reserved(FloatBuffer buffer, int count) {
        return buffer.capacity() < count ? grown(buffer.capacity(), count, OnnxSession::floats) : buffer;
    }

    /**
     * A buffer in place of one that is too small: of twice its room, or without room to spare where there is no memory for that.
     *
     * @param make makes one for so many numbers
     * @throws NoMemory if there is none for {@code count} numbers
     */
    static <B> B grown(int capacity, int count, LongFunction<B> make) {
        int better = Math.max(count, 2 * capacity);
        try {
            return make.apply(better);
        } catch (NoMemory e) {
            if (better == count) {
                throw e;
            }
            return make.apply(count);
        }
    }

    /**
     * Runs the graph as far as the outputs need it, into their arrays.
     *
     * @throws EngineFailure if the ONNX Runtime fails
     */
    void run(NDList inputs, NDList outputs) {
        graph.run(inputs, outputs);
    }

    /** Only the first call counts: a second one would take the graph from another session. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            manager.close();
            graph.release();
        }
    }
}
