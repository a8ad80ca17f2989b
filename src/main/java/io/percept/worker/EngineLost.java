package io.percept.worker;

import io.percept.engine.EngineFailure;

/** An engine that is of no use any more, whatever it is given. */
final class EngineLost extends EngineFailure {

    private static final long serialVersionUID = 1L;

    EngineLost(String message, Throwable cause) {
        super(message, cause);
    }
}
