package io.percept.intake.enrichment;

import io.percept.contract.ImageEvent;
import io.percept.contract.Relay;
import io.percept.worker.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Gives an event the outcomes of an equal one, kept or under way, and has the work done where there is none. Only outcomes without
 * a failure are given to others: where the first of several equal events fails, is given up or expires, each of the others has its
 * own work done.
 *
 * <p>An event that waits for an equal one goes at that one's pace, also where its own priority is higher: for no longer than its own
 * time limit, and no longer than its deadline where it is shed then. Thread-safe.
 */
final class ReusingTasks implements EventTasks.Work {

    private final EventTasks.Work work;
    private final OutcomeKeys keys;
    private final OutcomeCache cache;
    private final ReuseMeters meters;
    private final Clock clock;
    private final ConcurrentMap<OutcomeKey, CompletableFuture<EventOutcomes>> underWay = new ConcurrentHashMap<>();

    ReusingTasks(EventTasks.Work work, OutcomeKeys keys, OutcomeCache cache, ReuseMeters meters, Clock clock) {
        this.work = work;
        this.keys = keys;
        this.cache = cache;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<EventOutcomes> run(ImageEvent event, List<PreparedTask> tasks, Urgency urgency) {
        Optional<OutcomeKey> key = keys.of(event, tasks);
        if (key.isEmpty()) {
            meters.without();
            return work.run(event, tasks, urgency);
        }
        Asked asked = new Asked(key.get(), event, tasks, urgency);
        Optional<EventOutcomes> known = cache.find(asked.key());
        if (known.isPresent()) {
            meters.hit();
            // On a thread of its own, as outcomes of the worker are: what follows writes and publishes a result.
            return CompletableFuture.supplyAsync(() -> known.get().forAnother(), Thread::startVirtualThread);
        }
        CompletableFuture<EventOutcomes> mine = new CompletableFuture<>();
        CompletableFuture<EventOutcomes> others = underWay.putIfAbsent(asked.key(), mine);
        return others == null ? lead(asked, mine) : follow(asked, others);
    }

    /** What came to be asked, and how. */
    private record Asked(OutcomeKey key, ImageEvent event, List<PreparedTask> tasks, Urgency urgency) {}

    private CompletableFuture<EventOutcomes> lead(Asked asked, CompletableFuture<EventOutcomes> mine) {
        return compute(asked).whenComplete((outcomes, failure) -> {
            // Kept before it is no longer under way, so that nobody finds neither.
            underWay.remove(asked.key(), mine);
            new Relay<>(mine).accept(outcomes, failure);
        });
    }

    private CompletableFuture<EventOutcomes> follow(Asked asked, CompletableFuture<EventOutcomes> others) {
        // A copy, since the time that this event has is not that of the others.
        CompletableFuture<EventOutcomes> awaited = others.copy();
        asked.urgency().expiry().ifPresent(end -> awaited.orTimeout(millisUntil(end), TimeUnit.MILLISECONDS));
        return awaited.handleAsync(
                        (outcomes, failure) -> failure == null && outcomes.areComplete()
                                ? CompletableFuture.completedFuture(shared(outcomes))
                                : compute(asked),
                        Thread::startVirtualThread)
                .thenCompose(Function.identity());
    }

    private long millisUntil(Instant end) {
        return Math.max(0, Duration.between(clock.instant(), end).toMillis());
    }

    private EventOutcomes shared(EventOutcomes outcomes) {
        meters.shared();
        return outcomes.forAnother();
    }

    private CompletableFuture<EventOutcomes> compute(Asked asked) {
        meters.missed();
        CompletableFuture<EventOutcomes> computed;
        try {
            computed = work.run(asked.event(), asked.tasks(), asked.urgency());
        } catch (RuntimeException e) {
            computed = CompletableFuture.failedFuture(e);
        }
        return computed.whenComplete((outcomes, failure) -> {
            if (failure == null && outcomes.areComplete()) {
                cache.keep(asked.key(), outcomes);
            }
        });
    }
}
