package io.percept.intake;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the engines are warm and the worker takes plans. */
final class EngineHealth extends AbstractHealthIndicator {

    private final ModelRuntime model;

    EngineHealth(ModelRuntime model) {
        super("The engines do not answer");
        this.model = model;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ModelIdentity identity = model.identity();
        builder.status(model.isOpen() ? "UP" : "DOWN")
                .withDetail("model", identity.name() + " " + identity.version())
                .withDetail("digest", identity.digest())
                .withDetail("engine", identity.engine());
    }
}
