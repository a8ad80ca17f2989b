package io.percept.engine.launch;

import io.percept.engine.tensorrt.TensorRtSettings;

/**
 * Which engine runs, and how.
 *
 * @param fallBackToCpu whether {@link EngineKind#ONNXRUNTIME} takes over, with a warning, where the engine cannot run
 * @param cpu how engines on the CPU share it
 * @param tensorRt of both roads to TensorRT
 */
public record EngineChoice(EngineKind kind, boolean fallBackToCpu, CpuEngines cpu, TensorRtSettings tensorRt) {

    /** The same for one of the GPUs alone, by its place among them. */
    EngineChoice ofDevice(int index) {
        // The CPU may have taken over, with more engines than there would be GPUs.
        int device = Math.min(index, tensorRt.devices().size() - 1);
        return new EngineChoice(kind, fallBackToCpu, cpu, tensorRt.ofDevice(device));
    }
}
