package io.percept;

/** The configuration sets what nothing reads. The message says what, where, and what could stand there. */
final class ConfigurationRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfigurationRefused(String message) {
        super(message);
    }
}
