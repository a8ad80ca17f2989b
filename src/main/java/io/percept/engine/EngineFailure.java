package io.percept.engine;

/** An engine that failed on a call. The same input may go well in a smaller batch. */
public class EngineFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** A call that went well, and whose outcome is not a number. */
    public static EngineFailure noNumbers(String what) {
        return new EngineFailure(
                what + " came out as no number: values left the range of the engine's precision", null);
    }
}
