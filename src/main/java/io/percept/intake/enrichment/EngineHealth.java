package io.percept.intake.enrichment;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while an engine is warm and its worker takes plans; else it says why none is. */
public final class EngineHealth extends AbstractHealthIndicator {

    private final ModelRuntime model;

    public EngineHealth(ModelRuntime model) {
        super("The engines do not answer");
        this.model = model;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ModelIdentity identity = model.identity();
        builder.up()
                .withDetail("model", identity.name() + " " + identity.version())
                .withDetail("digest", identity.digest())
                .withDetail("engine", identity.engine());
        model.trouble().ifPresent(reason -> builder.down().withDetail("reason", reason));
    }
}
