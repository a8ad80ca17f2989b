package io.percept.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;

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
