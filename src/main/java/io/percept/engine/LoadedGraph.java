package io.percept.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.onnxruntime.engine.OrtNDManager;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;

/**
 * An ONNX file that DJL's {@code OnnxRuntime} engine runs, with its weights. Several sessions can have it, each on a thread of
 * its own: the ONNX Runtime computes a call on the thread that makes it, and only reads the graph. Whoever has loaded it closes it once its
 * sessions are made, or cannot be; it is unloaded when the last of them is closed too. Thread-safe.
 */
final class LoadedGraph implements AutoCloseable {

    private final OnnxSession.Setup setup;
    private final NDManager manager;
    private final GraphBlock block;
    /** The sessions, and whoever has loaded it; with the last one it is unloaded for good. */
    private int holders = 1;

    /** @throws BundleException if the ONNX Runtime cannot load the file */
    LoadedGraph(Path file, OnnxSession.Setup setup) {
        this.setup = setup;
        // First, since it makes the environment.
        this.manager = Engine.getEngine(OnnxSession.ENGINE).newBaseManager(Device.cpu());
        try (SessionOptions session = new SessionOptions()) {
            setup.apply(session);
            this.block = new GraphBlock(
                    OrtEnvironment.getEnvironment().createSession(file.toString(), session), (OrtNDManager) manager);
        } catch (OrtException e) {
            manager.close();
            throw new BundleException(file, "the ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
    }

    /** How its sessions run it. */
    OnnxSession.Setup setup() {
        return setup;
    }

    /** For the arrays of one more session; each call is to be followed by one of {@link #release}. */
    synchronized NDManager hold() {
        if (holders == 0) {
            throw new IllegalStateException("The graph is unloaded already");
        }
        NDManager arrays = manager.newSubManager();
        holders++;
        return arrays;
    }

    synchronized void release() {
        holders--;
        if (holders == 0) {
            block.close();
            manager.close();
        }
    }

    /** To be called once, by whoever has loaded it. */
    @Override
    public void close() {
        release();
    }

    /** Runs the graph as far as the outputs need it, into their arrays. */
    void run(NDList inputs, NDList outputs) {
        try {
            block.run(inputs, outputs);
        } catch (OrtException e) {
            throw new EngineFailure(
                    "The ONNX Runtime failed on " + inputs.head().getShape() + ": " + e.getMessage(), e);
        }
    }
}
