package io.percept.engine.tensorrt;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;

/**
 * Brings {@value TensorRtEngine#NAME} back to DJL, which dropped its own after 0.33. It is never DJL's default engine: its rank
 * is behind those of all others.
 */
public final class TensorRtEngineProvider implements EngineProvider {

    private Engine engine;

    @Override
    public String getEngineName() {
        return TensorRtEngine.NAME;
    }

    @Override
    public int getEngineRank() {
        return TensorRtEngine.RANK;
    }

    /** @throws io.percept.engine.EngineUnavailable if this machine lacks what TensorRT needs */
    @Override
    public synchronized Engine getEngine() {
        if (engine == null) {
            new TensorRtRequirements().require();
            engine = new TensorRtEngine(CudaDevice::new);
        }
        return engine;
    }
}
