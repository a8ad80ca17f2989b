package io.percept.worker;

import io.percept.engine.EngineFailure;
import io.percept.engine.NoMemory;

/**
 * There is no memory for a cache at present, or was none a short while ago; or the engine makes none for another reason, though it still
 * does what it could at its start. Nothing of a plan is in a new cache, so no plan is to blame.
 */
final class NoCacheMemory extends NoMemory {

    private static final long serialVersionUID = 1L;

    /** @param cause what the engine said */
    NoCacheMemory(int rows, int capacity, EngineFailure cause) {
        super(
                "%s cache of %d sequences of up to %d tokens (%s)"
                        .formatted(
                                cause instanceof NoMemory ? "There is no memory for a" : "The engine makes no",
                                rows,
                                capacity,
                                cause.getMessage()),
                cause);
    }
}
