package io.percept.intake;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.TaskOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enriches an event again, after a pause, where its failure or that of one of its tasks may pass. It ends with the last try's
 * outcome after so many tries, or where the next one would begin after the time that an event has, or after it has expired. No try
 * takes anything away: a task that went well in an earlier one and fails in a later one keeps its outcome, and where a later one
 * fails as a whole, the result before it is the outcome, as of now.
 *
 * <p>Nothing waits but the event itself and, by {@link KeyOrder}, what follows it with the same key. Thread-safe.
 */
final class RetryingEnrichment implements RecordPipeline.Enrichment {

    private static final Logger log = LoggerFactory.getLogger(RetryingEnrichment.class);

    /** Completes after a while, without holding a thread. */
    interface Pause {
        CompletableFuture<Void> of(Duration length);
    }

    /**
     * One try.
     *
     * @param number from 1
     * @param end no other try begins after this
     * @param before what the tries before came to, if any gave a result; a task of it may pass
     */
    private record Try(ImageEvent event, int number, Instant end, Optional<EnrichmentResult> before) {

        Try next(Optional<EnrichmentResult> result) {
            return new Try(event, number + 1, end, result);
        }
    }

    private final RecordPipeline.Enrichment enrichment;
    private final int attempts;
    private final Duration within;
    private final RetryBackOff backOff;
    private final Pause pause;
    private final Clock clock;
    private final IntakeMeters meters;

    RetryingEnrichment(
            RecordPipeline.Enrichment enrichment,
            IntakeProperties.Retry properties,
            RetryBackOff backOff,
            Pause pause,
            Clock clock,
            IntakeMeters meters) {
        this.enrichment = enrichment;
        this.attempts = properties.attempts();
        this.within = properties.within();
        this.backOff = backOff;
        this.pause = pause;
        this.clock = clock;
        this.meters = meters;
    }

    /** @param executor that tries begin on */
    static RetryingEnrichment of(
            RecordPipeline.Enrichment enrichment,
            IntakeProperties.Retry properties,
            Executor executor,
            IntakeMeters meters) {
        return new RetryingEnrichment(
                enrichment,
                properties,
                new RetryBackOff(properties.backOff(), properties.maxBackOff(), RandomGenerator.getDefault()),
                length -> CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS, executor)),
                Clock.systemUTC(),
                meters);
    }

    @Override
    public CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
        Instant limit = clock.instant().plus(within);
        Instant end = enrichment.expiry(event).filter(limit::isAfter).orElse(limit);
        return attempt(new Try(event, 1, end, Optional.empty()));
    }

    private CompletableFuture<EnrichmentResult> attempt(Try one) {
        return enrichment
                .enrich(one.event())
                .handle((result, failure) ->
                        failure == null ? afterResult(one, result) : afterFailure(one, PerceptException.of(failure)))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<EnrichmentResult> afterResult(Try one, EnrichmentResult latest) {
        EnrichmentResult result =
                one.before().map(before -> merged(before, latest)).orElse(latest);
        CompletableFuture<EnrichmentResult> done = CompletableFuture.completedFuture(result);
        return result.outcomes().stream()
                .filter(outcome -> outcome instanceof TaskOutcome.Failed failed && failed.passing())
                .findFirst()
                .flatMap(task -> again(one, Optional.of(result), ((TaskOutcome.Failed) task).asFailure()))
                .orElse(done);
    }

    /** The later result, with what went well before in the place of what failed since. */
    private static EnrichmentResult merged(EnrichmentResult before, EnrichmentResult latest) {
        List<TaskOutcome> outcomes = new ArrayList<>(latest.outcomes());
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof TaskOutcome.Failed
                    && before.outcomes().get(i) instanceof TaskOutcome.Completed earlier) {
                outcomes.set(i, earlier);
            }
        }
        return latest.withOutcomes(outcomes);
    }

    private CompletableFuture<EnrichmentResult> afterFailure(Try one, PerceptException failure) {
        return failure.isPassing()
                ? again(one, one.before(), failure).orElseGet(() -> ended(one, failure))
                : ended(one, failure);
    }

    private CompletableFuture<EnrichmentResult> ended(Try one, PerceptException failure) {
        if (one.before().isPresent() && failure.code() != ErrorCode.STOPPING) {
            log.debug("Event {} ends with an earlier result: {}", one.event().id(), failure.getMessage());
            Instant now = clock.instant();
            return CompletableFuture.completedFuture(
                    one.before().get().givenAt(now, EventEnricher.lateMillis(one.event(), now)));
        }
        return CompletableFuture.failedFuture(
                failure.isPassing() && one.number() > 1 ? new FailedTries(failure, one.number()) : failure);
    }

    /**
     * Empty where there is no try left.
     *
     * @param result what the tries so far came to
     */
    private Optional<CompletableFuture<EnrichmentResult>> again(
            Try one, Optional<EnrichmentResult> result, PerceptException reason) {
        Duration length = backOff.after(one.number());
        if (one.number() >= attempts || clock.instant().plus(length).isAfter(one.end())) {
            return Optional.empty();
        }
        meters.retried(reason.code());
        log.debug("Event {} is tried again in {}: {}", one.event().id(), length, reason.getMessage());
        return Optional.of(pause.of(length).thenCompose(nothing -> attempt(one.next(result))));
    }
}
