package io.percept.intake;

import io.percept.contract.PerceptException;

/** The failure of an event's last try. */
final class FailedTries extends PerceptException {

    private static final long serialVersionUID = 1L;

    private final int tries;

    /** @param tries how many there were, at least 2 */
    FailedTries(PerceptException last, int tries) {
        super(last.code(), "%s (It was tried %d times.)".formatted(last.getMessage(), tries), last, last.isPassing());
        this.tries = tries;
    }

    int tries() {
        return tries;
    }
}
