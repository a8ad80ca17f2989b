package io.percept.intake.enrichment;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down where fresh engines do not help: whoever runs the process then starts it again. Part of liveness. */
final class EngineLiveness extends AbstractHealthIndicator {

    private final ModelRuntime model;

    EngineLiveness(ModelRuntime model) {
        super("The engines do not answer");
        this.model = model;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        model.beyondRepair().ifPresent(reason -> builder.down().withDetail("reason", reason));
    }
}
