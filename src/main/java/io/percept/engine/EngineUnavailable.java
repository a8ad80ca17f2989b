package io.percept.engine;

/**
 * An engine that was asked for and cannot run here. The message is one sentence: what is missing, and how to go on. It is
 * never answered by another engine in silence.
 */
public final class EngineUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineUnavailable(String message) {
        super(message);
    }

    public EngineUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
