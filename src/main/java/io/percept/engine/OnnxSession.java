package io.percept.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.onnxruntime.engine.OrtNDArray;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * One ONNX file in DJL's {@code OnnxRuntime} engine.
 *
 * <p>Copies: an input array over a direct buffer is read where it is. The symbol block is called directly, because a
 * predictor would batchify the inputs, which copies them. Outputs are copied once, from the engine's memory to a heap
 * array, since DJL does not hand over pinned outputs.
 */
final class OnnxSession implements AutoCloseable {

    static final String ENGINE = "OnnxRuntime";

    private final Model model;
    private final NDManager manager;
    private final ParameterStore parameters;

    /** How a session runs its graph. */
    interface Setup {

        void apply(SessionOptions session) throws OrtException;

        /** Images from which on a larger call encodes no more of them a second. */
        default int bestEncoderBatch() {
            return Integer.MAX_VALUE;
        }

        /** See {@link TextDecoder#fullCall}. */
        default int fullDecoderCall() {
            return 1;
        }
    }

    /** @throws BundleException if the ONNX Runtime cannot load the file */
    OnnxSession(Path file, Setup setup) {
        this.model = Engine.getEngine(ENGINE).newModel(file.getFileName().toString(), Device.cpu());
        try (SessionOptions session = new SessionOptions()) {
            setup.apply(session);
            model.load(file, null, Map.of("sessionOptions", session));
        } catch (IOException | MalformedModelException | OrtException e) {
            model.close();
            throw new BundleException(file, "the ONNX Runtime cannot load it: " + rootMessage(e), e);
        }
        this.manager = model.getNDManager();
        this.parameters = new ParameterStore(manager, false);
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

    /** Runs the graph. The outputs belong to the scope of the first input. */
    NDList run(NDList inputs) {
        try {
            return model.getBlock().forward(parameters, inputs, false);
        } catch (EngineException e) {
            throw new EngineFailure(
                    "The ONNX Runtime failed on " + inputs.head().getShape() + ": " + rootMessage(e), e);
        }
    }

    /** The values of an output, copied once. */
    static float[] values(NDArray output) {
        return ((OrtNDArray) output).getTensor().getFloatBuffer().array();
    }

    @Override
    public void close() {
        model.close();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
