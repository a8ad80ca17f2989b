package io.percept.engine.launch;

import io.percept.engine.EngineOptions;
import io.percept.engine.tensorrt.TensorRtSettings;

/**
 * Which engine runs, and how.
 *
 * @param fallBackToCpu whether {@link EngineKind#ONNXRUNTIME} takes over, with a warning, where the engine cannot run
 * @param options of the ONNX Runtime
 * @param tensorRt of both roads to TensorRT
 */
public record EngineChoice(EngineKind kind, boolean fallBackToCpu, EngineOptions options, TensorRtSettings tensorRt) {

    /** The same for one of the devices alone, by its place among them. */
    public EngineChoice ofDevice(int index) {
        return new EngineChoice(kind, fallBackToCpu, options, tensorRt.ofDevice(index));
    }
}
