package io.percept.intake.enrichment;

import io.percept.contract.DocumentRecord;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.contract.EnrichmentResult.Timings;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutcome;
import io.percept.prompt.Document;
import io.percept.resolve.DocumentResolver;
import io.percept.worker.ExpectedEvents;
import io.percept.worker.Urgency;
import io.percept.worker.Withdrawal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Enriches one event: resolve the document, give all tasks to the model worker at once so that they share the work on
 * it, decide, and put the outcomes together. Whatever a single task lacks is an outcome of that task; an event whose
 * document cannot be resolved fails as a whole, as does one that the service cannot finish, or not in time: within its limit, and
 * before its deadline where its policy sheds what is late. Thread-safe; nothing waits.
 */
public final class EventEnricher implements Enrichment {

    private final DocumentResolver resolver;
    private final EventTasks tasks;
    private final ExpectedEvents expected;
    private final Expiry expiry;
    private final ModelIdentity model;
    private final EnrichmentThreads threads;
    private final Duration timeLimit;
    private final Clock clock;

    /**
     * @param expected of the workers that the tasks go to
     * @param threads stay the caller's to close
     * @param timeLimit for one event; one that takes longer is given up, so that an engine or host that hangs holds nothing
     *     for ever
     */
    EventEnricher(
            DocumentResolver resolver,
            EventTasks tasks,
            ExpectedEvents expected,
            Expiry expiry,
            ModelIdentity model,
            EnrichmentThreads threads,
            Duration timeLimit,
            Clock clock) {
        this.resolver = resolver;
        this.tasks = tasks;
        this.expected = expected;
        this.expiry = expiry;
        this.model = model;
        this.threads = threads;
        this.timeLimit = timeLimit;
        this.clock = clock;
    }

    /**
     * Enriches an event.
     *
     * @return fails with a {@link PerceptException} that names the event
     */
    @Override
    public CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
        long start = System.nanoTime();
        Optional<Instant> end = expiry(event);
        if (end.isPresent() && !clock.instant().isBefore(end.get())) {
            return CompletableFuture.failedFuture(expiry.failure(event));
        }
        Withdrawal withdrawal = new Withdrawal();
        Urgency urgency = new Urgency(event.priority(), event.due(), end.isPresent(), Optional.of(withdrawal));
        ExpectedEvents.Expectation expectation = expected.of(event.priority());
        CompletableFuture<Void> over = new CompletableFuture<>();
        return resolved(event, expectation::begin, over)
                .thenComposeAsync(
                        document -> {
                            CompletableFuture<EnrichmentResult> result = enrich(event, document, urgency, start);
                            // The workers know its plans themselves now.
                            expectation.end();
                            return result;
                        },
                        threads.planning())
                .orTimeout(timeLimit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyComposeAsync(
                        failure -> CompletableFuture.failedFuture(named(event, giveUp(stoppedOr(failure), withdrawal))),
                        threads.endings())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(stoppedOr(failure)))
                .whenComplete((result, failure) -> {
                    expectation.end();
                    // Where it was given up, its images may still wait for their turn to be fetched.
                    over.complete(null);
                });
    }

    @Override
    public Optional<Instant> expiry(ImageEvent event) {
        return expiry.of(event);
    }

    @Override
    public PerceptException expired(ImageEvent event) {
        return expiry.failure(event);
    }

    /** The same result, given at another time, with how late it is then. */
    public static EnrichmentResult givenAt(ImageEvent event, EnrichmentResult result, Instant now) {
        return result.givenAt(now, lateMillis(event, now));
    }

    /** A thread pool takes no more work only where the service stops. */
    private static Throwable stoppedOr(Throwable failure) {
        return failure.getCause() instanceof RejectedExecutionException
                ? new PerceptException(ErrorCode.STOPPING, "The service is stopping; send the event again.", failure)
                : failure;
    }

    /** Whatever the reason, nobody waits for the event's plans any more. */
    private PerceptException giveUp(Throwable failure, Withdrawal withdrawal) {
        // As it is only where the limit was this event's: any other is within a CompletionException.
        PerceptException reason = failure instanceof TimeoutException
                ? PerceptException.passing(
                        ErrorCode.TIMED_OUT,
                        "it was not done within %s: send a smaller document or fewer tasks, or raise percept.intake.event-timeout."
                                .formatted(spoken(timeLimit)),
                        failure)
                : PerceptException.of(failure);
        withdrawal.withdraw(reason);
        return reason;
    }

    private static String spoken(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private CompletableFuture<Optional<Document>> resolved(
            ImageEvent event, Runnable filesAreHere, CompletableFuture<Void> over) {
        if (event.tasks().stream().allMatch(Task.Unreadable.class::isInstance)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        try {
            return resolver.resolve(event, filesAreHere, over).thenApply(Optional::of);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<EnrichmentResult> enrich(
            ImageEvent event, Optional<Document> document, Urgency urgency, long start) {
        long resolved = System.nanoTime();
        DocumentRecord record = document.map(Document::record).orElse(DocumentRecord.NONE);
        return tasks.run(event, document, urgency).thenApply(all -> result(event, record, all, start, resolved));
    }

    private EnrichmentResult result(
            ImageEvent event, DocumentRecord record, EventOutcomes outcomes, long start, long resolved) {
        if (outcomes.all().stream().allMatch(EventEnricher::isUndone)) {
            if (outcomes.all().stream().anyMatch(EventEnricher::hasExpired)) {
                throw expiry.failure(event);
            }
            throw outcomes.all().stream()
                    .map(TaskOutcome.Failed.class::cast)
                    .max(Comparator.comparing(TaskOutcome.Failed::passing))
                    .orElseThrow()
                    .asFailure();
        }
        long end = System.nanoTime();
        Instant now = clock.instant();
        return new EnrichmentResult(
                EnrichmentResult.idOf(event.source(), event.id()),
                event.id(),
                event.source(),
                now,
                event.ownTime(),
                model,
                outcomes.all(),
                new Timings(
                        millis(resolved - start), millis(end - resolved), millis(end - start), lateMillis(event, now)),
                event.attributes(),
                record,
                outcomes.reused());
    }

    /** The task was not at fault. */
    private static boolean isUndone(TaskOutcome outcome) {
        return hasExpired(outcome)
                || outcome instanceof TaskOutcome.Failed failed
                        && (failed.code() == ErrorCode.ENGINE_FAILED || failed.code() == ErrorCode.ENGINE_BUSY);
    }

    private static boolean hasExpired(TaskOutcome outcome) {
        return outcome instanceof TaskOutcome.Failed failed && failed.code() == ErrorCode.EXPIRED;
    }

    /** By how much a result comes after the event's deadline, in milliseconds; 0: in time, or there is no deadline. */
    private static double lateMillis(ImageEvent event, Instant now) {
        return event.due()
                .map(due -> Duration.between(due, now))
                .filter(Duration::isPositive)
                .map(late -> late.toSeconds() * 1e3 + Math.round(late.getNano() / 1e4) / 100.0)
                .orElse(0.0);
    }

    private static PerceptException named(ImageEvent event, Throwable failure) {
        PerceptException known = PerceptException.of(failure);
        String name = "Event " + event.id();
        return known.getMessage().startsWith(name) ? known : known.saying(name + ": " + known.getMessage());
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }
}
