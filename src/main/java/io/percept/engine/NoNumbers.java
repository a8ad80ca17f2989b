package io.percept.engine;

/** A call that went well, and whose outcome is not a number. */
public final class NoNumbers extends EngineFailure {

    private static final long serialVersionUID = 1L;

    /** @param what came out so, as the beginning of a sentence */
    public NoNumbers(String what) {
        super(what + " came out as no number: values left the range of the engine's precision", null);
    }
}
