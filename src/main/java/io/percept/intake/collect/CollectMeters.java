package io.percept.intake.collect;

import io.micrometer.core.instrument.MeterRegistry;

/** The meters of collecting; docs/metrics.md lists them. */
final class CollectMeters {

    private final MeterRegistry registry;

    CollectMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** An event that was looked at: {@code written}, or the code of the reason why not. */
    void collected(CollectedEvent event) {
        String outcome = event.reason().map(reason -> reason.code().name()).orElse("written");
        registry.counter("percept.collect.events", "outcome", outcome).increment();
    }
}
