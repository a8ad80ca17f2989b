package io.percept.intake;

/** A configuration of intake that must not start; the message says what to change. */
final class IntakeRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IntakeRefused(String message) {
        super(message);
    }
}
