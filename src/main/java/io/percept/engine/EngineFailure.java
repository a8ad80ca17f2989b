package io.percept.engine;

/** An engine that failed on a call. The same input may go well in a smaller batch. */
public class EngineFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
