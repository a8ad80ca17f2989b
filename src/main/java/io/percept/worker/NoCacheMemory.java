package io.percept.worker;

import io.percept.engine.EngineFailure;

/** There is no memory for a cache at present. That is nobody's fault who is to go into it, and may be over when others have ended. */
final class NoCacheMemory extends EngineFailure {

    private static final long serialVersionUID = 1L;

    /** @param cause what the engine said */
    NoCacheMemory(int rows, int capacity, EngineFailure cause) {
        super(
                "There is no memory for a cache of %d sequences of up to %d tokens (%s)"
                        .formatted(rows, capacity, cause.getMessage()),
                cause);
    }
}
