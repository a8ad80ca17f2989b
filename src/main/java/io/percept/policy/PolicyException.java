package io.percept.policy;

/** A policy file that cannot be used. The message names the file and the key; the service does not start with it. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PolicyException(String message) {
        super(message);
    }

    PolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
