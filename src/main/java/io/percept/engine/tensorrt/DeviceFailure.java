package io.percept.engine.tensorrt;

import io.percept.engine.EngineFailure;

/** A call of CUDA or TensorRT that failed. The message names the call and what it said. */
final class DeviceFailure extends EngineFailure {

    private static final long serialVersionUID = 1L;

    DeviceFailure(String message) {
        super(message, null);
    }
}
