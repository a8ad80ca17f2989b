package io.percept.engine;

/**
 * There is no memory at present for a call's own buffers, or for a cache. That is nobody's fault who is to go into it, and may be over when
 * others have ended.
 */
public class NoMemory extends EngineFailure {

    private static final long serialVersionUID = 1L;

    /** @param cause null where there is none */
    public NoMemory(String message, Throwable cause) {
        super(message, cause);
    }
}
