package io.percept.intake;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while events end; down while they wait for the end of an outage, with what they have met. */
final class IntakeHealth extends AbstractHealthIndicator {

    private final OutageGuard outages;

    IntakeHealth(OutageGuard outages) {
        this.outages = outages;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        outages.trouble().ifPresent(trouble -> builder.down().withDetail("outage", trouble));
    }
}
