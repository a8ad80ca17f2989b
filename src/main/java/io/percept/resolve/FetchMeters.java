package io.percept.resolve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.resolve.fetch.FetchListener;
import io.percept.resolve.fetch.FetchOutcome;
import io.percept.resolve.fetch.GuardedFetcher;
import java.util.EnumMap;
import java.util.Map;

/** The meters of fetching; docs/metrics.md lists them. Thread-safe. */
final class FetchMeters implements FetchListener {

    private final Map<FetchOutcome, Counter> fetches = new EnumMap<>(FetchOutcome.class);

    FetchMeters(MeterRegistry registry) {
        for (FetchOutcome outcome : FetchOutcome.values()) {
            fetches.put(outcome, registry.counter("percept.resolve.fetches", "outcome", outcome.label()));
        }
    }

    /** Adds gauges of what the fetcher holds. */
    static void watch(MeterRegistry registry, GuardedFetcher fetcher) {
        Gauge.builder("percept.resolve.circuits.open", fetcher, GuardedFetcher::openCircuits)
                .register(registry);
        Gauge.builder("percept.resolve.cache.bytes", fetcher, GuardedFetcher::cachedBytes)
                .register(registry);
    }

    @Override
    public void ended(FetchOutcome outcome) {
        fetches.get(outcome).increment();
    }
}
