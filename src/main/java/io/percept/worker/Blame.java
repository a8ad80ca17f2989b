package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.NoMemory;

/** With what a plan or an image fails where the engine failed: its own fault is for good, and all else is passing. */
final class Blame {

    private Blame() {}

    /**
     * The failure of what a call failed on, also alone.
     *
     * @param message where that is to blame, which it is not where the engine is lost, or where the JVM or the engine has no memory for it
     */
    static PerceptException alone(String message, Throwable cause) {
        return switch (cause) {
            case EngineLost lost -> duringRestart(lost.getMessage(), lost);
            case NoMemory full -> PerceptException.passing(
                    ErrorCode.ENGINE_FAILED, full.getMessage() + "; send it again.", full);
            case Error error -> PerceptException.passing(
                    ErrorCode.ENGINE_FAILED, "%s: %s; send it again.".formatted(message, error), error);
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
