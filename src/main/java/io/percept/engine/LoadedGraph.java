package io.percept.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * An ONNX file as DJL's {@code OnnxRuntime} engine has loaded it, with its weights. Several sessions can have it, each on a thread of
 * its own: the ONNX Runtime computes a call on the thread that makes it, and only reads the graph. It is unloaded when the last of them
 * is closed. Thread-safe.
 */
final class LoadedGraph {

    private final Model model;
    private final ParameterStore parameters;
    private int sessions;

    /** @throws BundleException if the ONNX Runtime cannot load the file */
    LoadedGraph(Path file, OnnxSession.Setup setup) {
        this.model =
                Engine.getEngine(OnnxSession.ENGINE).newModel(file.getFileName().toString(), Device.cpu());
        try (SessionOptions session = new SessionOptions()) {
            setup.apply(session);
            model.load(file, null, Map.of("sessionOptions", session));
        } catch (IOException | MalformedModelException | OrtException e) {
            model.close();
            throw new BundleException(file, "the ONNX Runtime cannot load it: " + rootMessage(e), e);
        }
        this.parameters = new ParameterStore(model.getNDManager(), false);
    }

    /** For the arrays of one more session; each call is to be followed by one of {@link #release}. */
    synchronized NDManager hold() {
        sessions++;
        return model.getNDManager().newSubManager();
    }

    synchronized void release() {
        sessions--;
        if (sessions == 0) {
            close();
        }
    }

    /** Unloads it, where no session has it. */
    void close() {
        model.close();
    }

    /** Runs the graph. The outputs belong to the scope of the first input. */
    NDList run(NDList inputs) {
        try {
            return model.getBlock().forward(parameters, inputs, false);
        } catch (EngineException e) {
            throw new EngineFailure(
                    "The ONNX Runtime failed on " + inputs.head().getShape() + ": " + rootMessage(e), e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
