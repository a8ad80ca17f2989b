package io.percept.intake.enrichment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/** Outcomes of events by what they were asked, bounded in bytes and in time. Thread-safe. */
final class OutcomeCache {

    private final Cache<OutcomeKey, EventOutcomes> known;

    /** @param maxBytes of keys and outcomes together; 0: nothing is kept */
    OutcomeCache(long maxBytes, Duration timeToLive) {
        this(maxBytes, timeToLive, Ticker.systemTicker());
    }

    OutcomeCache(long maxBytes, Duration timeToLive, Ticker ticker) {
        this.known = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<OutcomeKey, EventOutcomes>weigher((key, outcomes) -> HeapSize.ofEntry(key, outcomes))
                .expireAfterWrite(timeToLive)
                .ticker(ticker)
                // What is too old goes when it is, and not when somebody next asks for something.
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .build();
    }

    Optional<EventOutcomes> find(OutcomeKey key) {
        return Optional.ofNullable(known.getIfPresent(key));
    }

    void keep(OutcomeKey key, EventOutcomes outcomes) {
        known.put(key, outcomes);
    }

    /** What is kept now, in bytes. */
    long bytes() {
        return known.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
