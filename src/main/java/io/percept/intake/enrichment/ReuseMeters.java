package io.percept.intake.enrichment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of results that are used again; docs/metrics.md lists them. Thread-safe. */
final class ReuseMeters {

    private final Counter hits;
    private final Counter shared;
    private final Counter misses;
    private final Counter without;

    ReuseMeters(MeterRegistry registry, OutcomeCache cache) {
        this.hits = counter(registry, "hit");
        this.shared = counter(registry, "shared");
        this.misses = counter(registry, "miss");
        this.without = counter(registry, "none");
        Gauge.builder("percept.results.cache.bytes", cache, OutcomeCache::bytes).register(registry);
    }

    private static Counter counter(MeterRegistry registry, String cache) {
        return registry.counter("percept.results.reuse", "cache", cache);
    }

    /** Outcomes were there. */
    void hit() {
        hits.increment();
    }

    /** Outcomes were being computed for an equal event. */
    void shared() {
        shared.increment();
    }

    /** Outcomes had to be computed. */
    void missed() {
        misses.increment();
    }

    /** Outcomes had to be computed, and are for nobody else. */
    void without() {
        without.increment();
    }
}
