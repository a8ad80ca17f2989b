package io.percept.web.access;

/** A configuration of access that must not start; the message says what to change, and holds no secret. */
public final class AccessRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AccessRefused(String message) {
        super(message);
    }
}
