package io.percept.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.PerceptException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an outage from pouring the topic of events into that of the dead letters. A failure that is not the event's own
 * needs one of the {@link DeadLetterTokens}; without one the event waits and is tried again, and as it stays in flight all
 * the while, intake pauses once the budget is full of such events. Thread-safe.
 */
final class OutageGuard {

    private static final Logger log = LoggerFactory.getLogger(OutageGuard.class);

    private final DeadLetterTokens tokens;
    private final Duration firstWait;
    private final Duration maxWait;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile PerceptException last;
    /** When an event found no token for the last time. */
    private volatile long outageNanos = System.nanoTime();

    OutageGuard(DeadLetterProperties properties, MeterRegistry registry) {
        this.tokens = new DeadLetterTokens(properties);
        this.firstWait = properties.firstWait();
        this.maxWait = properties.maxWait();
        Gauge.builder("percept.intake.waiting", waiting, AtomicInteger::get).register(registry);
        Gauge.builder("percept.dead.letters.tokens", tokens, DeadLetterTokens::left)
                .register(registry);
    }

    /** What becomes of an event that failed. */
    enum Verdict {
        /** It ends as a dead letter. */
        BURY,
        /** It failed in an outage that may be over by now: it is tried again before it is judged. */
        TRY_AGAIN,
        /** An outage is under way: it is tried again later. */
        WAIT
    }

    /**
     * Judges a failure; takes a token where the event needs one to be buried.
     *
     * @param failedNanos when it failed, which may be long ago where the event had to wait for its turn
     */
    Verdict judge(PerceptException reason, long failedNanos) {
        if (!isOurs(reason)) {
            return Verdict.BURY;
        }
        if (outageNanos - failedNanos > 0) {
            return Verdict.TRY_AGAIN;
        }
        if (tokens.spend()) {
            return Verdict.BURY;
        }
        outageNanos = System.nanoTime();
        return Verdict.WAIT;
    }

    /** An event has its result. One whose tasks have all failed says nothing about an outage. */
    void enriched(EnrichmentResult result) {
        if (result.hasCompleted()) {
            tokens.earn();
        }
    }

    /**
     * Lets an event wait and then go on. From its first wait it counts among those that wait until it has ended: its tries may
     * take far longer than the pauses between them, and the outage is no less for that.
     *
     * @param waits how often this event has waited already
     * @param rest what comes after the wait, until the event has ended
     */
    CompletableFuture<Void> await(PerceptException reason, int waits, Supplier<CompletableFuture<Void>> rest) {
        last = reason;
        if (waits > 0) {
            return pause(waits).thenCompose(waited -> rest.get());
        }
        if (waiting.getAndIncrement() == 0) {
            log.warn("Nearly all events fail, they wait and are not dead-lettered: {}", reason.getMessage());
        }
        return pause(waits)
                .thenCompose(waited -> rest.get())
                .whenComplete((ended, failure) -> waiting.decrementAndGet());
    }

    private CompletableFuture<Void> pause(int waits) {
        Duration wait = waits > 20 ? maxWait : firstWait.multipliedBy(1L << waits);
        Duration bounded = wait.compareTo(maxWait) < 0 ? wait : maxWait;
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(bounded.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** What the events that wait, or are tried again after a wait, have met, if there are any. */
    Optional<String> trouble() {
        int events = waiting.get();
        PerceptException reason = last;
        return events == 0 || reason == null
                ? Optional.empty()
                : Optional.of(
                        ("%d events wait for the end of an outage and are tried again; the last one failed with %s:"
                                        + " %s")
                                .formatted(events, reason.code(), reason.getMessage()));
    }

    /** Whether the same event may well be enriched when the trouble is over. */
    private static boolean isOurs(PerceptException reason) {
        return switch (reason.code()) {
            case ENGINE_FAILED, ENGINE_BUSY, TIMED_OUT -> true;
            default -> reason.isPassing();
        };
    }
}
