package io.percept.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.intake.enrichment.ResultMeters;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of intake; docs/metrics.md lists them. */
final class IntakeMeters {

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter skipped;
    private final Counter tombstones;
    private final Counter published;
    private final Counter abandoned;
    private final Timer latency;
    private final ResultMeters results;
    private final AtomicLong lag = new AtomicLong();

    IntakeMeters(MeterRegistry registry, InFlightBudget budget) {
        this.registry = registry;
        this.received = registry.counter("percept.events.received");
        this.skipped = registry.counter("percept.events.skipped");
        this.tombstones = registry.counter("percept.events.tombstones");
        this.published = registry.counter("percept.events.published");
        this.abandoned = registry.counter("percept.events.abandoned");
        this.latency = registry.timer("percept.events.latency");
        this.results = new ResultMeters(registry, ResultMeters.Via.KAFKA);
        Gauge.builder("percept.intake.in.flight", budget, InFlightBudget::events)
                .register(registry);
        Gauge.builder("percept.intake.in.flight.bytes", budget, InFlightBudget::bytes)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("percept.intake.paused", budget, b -> b.wasSpent() ? 1 : 0)
                .register(registry);
        Gauge.builder("percept.intake.lag", lag, AtomicLong::get).register(registry);
    }

    void received() {
        received.increment();
    }

    /** An event that had ended before its partition came here. */
    void skipped() {
        skipped.increment();
    }

    /** A record without a value. */
    void tombstone() {
        tombstones.increment();
    }

    void published(EnrichmentResult result, Duration sinceEvent) {
        published.increment();
        latency.record(sinceEvent.isNegative() ? Duration.ZERO : sinceEvent);
        results.given(result);
    }

    void deadLettered(ErrorCode code) {
        registry.counter("percept.events.dead", "code", code.name()).increment();
    }

    void retried(ErrorCode code) {
        registry.counter("percept.events.retried", "code", code.name()).increment();
    }

    void abandoned() {
        abandoned.increment();
    }

    void room(String room, long startNanos) {
        registry.timer("percept.room", "room", room).record(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    void lag(long events) {
        lag.set(events);
    }
}
