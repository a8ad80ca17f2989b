package io.percept.intake;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;

/** What an event fails with whose partition was taken away: somebody else reads it again. */
final class EventTakenAway extends PerceptException {

    private static final long serialVersionUID = 1L;

    EventTakenAway() {
        super(ErrorCode.STOPPING, "The event's partition was taken away, it is read again.");
    }
}
