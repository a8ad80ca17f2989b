package io.percept.intake.enrichment;

import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.engine.Bundle;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.resolve.DocumentResolver;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Composes model, worker, policies and the enrichment of events. */
@Configuration(proxyBeanMethods = false)
public class WorkerConfiguration {

    @Bean
    Bundle bundle(ModelProperties model, EngineProperties engine) {
        return ModelRuntime.bundle(model.directory(), engine.cacheDirectory()).with(engine.variant());
    }

    @Bean
    ModelRuntime modelRuntime(Bundle bundle, EngineProperties engine, WorkerProperties worker, MeterRegistry registry) {
        ModelRuntime runtime = ModelRuntime.open(
                bundle,
                engine.choice(),
                worker.options(),
                worker.restartOptions(),
                worker.limits(),
                new WorkerMeters(registry));
        WorkerMeters.watch(registry, runtime.workers());
        return runtime;
    }

    @Bean
    ModelIdentity modelIdentity(ModelRuntime model) {
        return model.identity();
    }

    @Bean
    Policies policies(PolicyProperties properties, Bundle bundle, DocumentResolver resolver, MeterRegistry registry) {
        Policies policies = Policies.load(properties, bundle.moderation().questions(), resolver::resolve);
        ModerationMeters.watch(registry, policies.all());
        return policies;
    }

    @Bean
    OutcomeCache outcomeCache(ResultCacheProperties properties) {
        return new OutcomeCache(properties.size().toBytes(), properties.timeToLive());
    }

    @Bean
    ReuseMeters reuseMeters(MeterRegistry registry, OutcomeCache cache) {
        return new ReuseMeters(registry, cache);
    }

    @Bean
    EnrichmentRuntime enrichmentRuntime(
            ModelRuntime model,
            DocumentResolver resolver,
            Policies policies,
            EnrichmentLimits limits,
            ResultCacheProperties reuse,
            OutcomeCache cache,
            ReuseMeters meters) {
        OutcomeKeys keys = new OutcomeKeys(model.bundle().digest(), policies, Tenants.of(reuse));
        return new EnrichmentRuntime(
                model,
                resolver,
                policies,
                limits.eventTimeout(),
                work -> reuse.isOn() ? new ReusingTasks(work, keys, cache, meters, Clock.systemUTC()) : work);
    }

    @Bean
    EventEnricher eventEnricher(EnrichmentRuntime runtime) {
        return runtime.enricher();
    }

    /** The health component {@code engineLiveness}. */
    @Bean
    EngineLiveness engineLivenessHealthIndicator(ModelRuntime model) {
        return new EngineLiveness(model);
    }

    @Bean
    EngineHealth engineHealthIndicator(ModelRuntime model) {
        return new EngineHealth(model);
    }
}
