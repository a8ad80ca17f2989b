package io.percept.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.PerceptException;
import io.percept.publish.Doubling;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final Doubling waits;
    private final Pause pause = Pause.before(Thread::startVirtualThread);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile PerceptException last;
    /** When an event found no token for the last time. */
    private volatile long outageNanos = System.nanoTime();

    OutageGuard(DeadLetterProperties properties, MeterRegistry registry) {
        this.tokens = new DeadLetterTokens(properties);
        this.waits = new Doubling(properties.firstWait(), properties.maxWait());
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
     * @param waited how often this event has waited already
     * @param rest what comes after the wait, until the event has ended
     */
    CompletableFuture<Void> await(PerceptException reason, int waited, Supplier<CompletableFuture<Void>> rest) {
        last = reason;
        boolean isFirst = waited == 0;
        if (isFirst && waiting.getAndIncrement() == 0) {
            log.warn("Nearly all events fail, they wait and are not dead-lettered: {}", reason.getMessage());
        }
        CompletableFuture<Void> ended = pause.of(waits.after(waited)).thenCompose(over -> rest.get());
        return isFirst ? ended.whenComplete((nothing, failure) -> waiting.decrementAndGet()) : ended;
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
