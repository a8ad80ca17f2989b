package io.percept.intake.enrichment;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.policy.LateEvents;
import io.percept.policy.Policies;
import java.time.Instant;
import java.util.Optional;

/** Which events are of no use after their deadline: those whose policy sheds what is late. Thread-safe. */
final class Expiry {

    private final Policies policies;

    Expiry(Policies policies) {
        this.policies = policies;
    }

    /** Empty: the event is of use whenever it is done. */
    Optional<Instant> of(ImageEvent event) {
        return event.due().filter(due -> policies.orStandard(event.policy()).late() == LateEvents.SHED);
    }

    /** What an event that expires fails with. */
    PerceptException failure(ImageEvent event) {
        return new PerceptException(
                ErrorCode.EXPIRED,
                "Event %s: its deadline passed at %s before it was done, and policy '%s' sheds late events: send it earlier, allow more time, add instances, or let the policy say `late: answer`."
                        .formatted(
                                event.id(),
                                event.due().map(Instant::toString).orElse("none"),
                                policies.orStandard(event.policy()).name()));
    }
}
