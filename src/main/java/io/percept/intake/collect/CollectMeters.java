package io.percept.intake.collect;

import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.ErrorCode;

/** The meters of collecting; docs/metrics.md lists them. */
final class CollectMeters {

    private final MeterRegistry registry;

    CollectMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** An event that gave a document, which was written. */
    void written() {
        count("written");
    }

    /** An event of which nothing was written. */
    void leftOut(ErrorCode reason) {
        count(reason.name());
    }

    private void count(String outcome) {
        registry.counter("percept.collect.events", "outcome", outcome).increment();
    }
}
