package io.percept.intake;

/** A configuration of intake, or of what reads beside it, that must not start; the message says what to change. */
public final class IntakeRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IntakeRefused(String message) {
        super(message);
    }
}
