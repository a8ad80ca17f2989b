package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.EngineFailure;
import io.percept.engine.NoMemory;

/** An engine that is of no use any more, whatever it is given. */
final class EngineLost extends EngineFailure {

    private static final long serialVersionUID = 1L;

    EngineLost(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * The failure of a plan or image on which a call failed, also alone.
     *
     * @param message where it is to blame, which it is not where the engine is lost or has no memory for it
     */
    static PerceptException blame(String message, Throwable cause) {
        return switch (cause) {
            case EngineLost lost -> duringRestart(lost.getMessage(), lost);
            case NoMemory full -> PerceptException.passing(
                    ErrorCode.ENGINE_FAILED, full.getMessage() + "; send it again.", full);
            default -> new PerceptException(ErrorCode.ENGINE_FAILED, message + ": " + cause.getMessage(), cause);
        };
    }

    /** The failure of whatever an engine had when it was taken out. */
    static PerceptException duringRestart(String why, Throwable cause) {
        return PerceptException.passing(
                ErrorCode.ENGINE_FAILED,
                "The engine was lost while it had this (%s) and is replaced: send it again.".formatted(why),
                cause);
    }
}
