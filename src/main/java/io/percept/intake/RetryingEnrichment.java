package io.percept.intake;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.TaskOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * outcome after so many tries, or where the next one would begin after the time that an event has, or after it has expired.
 *
 * <p>Nothing waits but the event itself and, by {@link KeyOrder}, what follows it with the same key. Thread-safe.
 */
final class RetryingEnrichment implements RecordPipeline.Enrichment {

    private static final Logger log = LoggerFactory.getLogger(RetryingEnrichment.class);

    /** Completes after a while, without holding a thread. */
    interface Pause {
        CompletableFuture<Void> of(Duration length);
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
        return attempt(event, 1, enrichment.expiry(event).filter(limit::isAfter).orElse(limit));
    }

    private CompletableFuture<EnrichmentResult> attempt(ImageEvent event, int number, Instant end) {
        return enrichment
                .enrich(event)
                .handle((result, failure) -> failure == null
                        ? afterResult(event, number, end, result)
                        : afterFailure(event, number, end, PerceptException.of(failure)))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<EnrichmentResult> afterResult(
            ImageEvent event, int number, Instant end, EnrichmentResult result) {
        CompletableFuture<EnrichmentResult> done = CompletableFuture.completedFuture(result);
        return result.outcomes().stream()
                .filter(outcome -> outcome instanceof TaskOutcome.Failed failed && failed.passing())
                .findFirst()
                .flatMap(task -> again(event, number, end, ((TaskOutcome.Failed) task).asFailure()))
                .orElse(done);
    }

    private CompletableFuture<EnrichmentResult> afterFailure(
            ImageEvent event, int number, Instant end, PerceptException failure) {
        if (!failure.isPassing()) {
            return CompletableFuture.failedFuture(failure);
        }
        return again(event, number, end, failure)
                .orElseGet(
                        () -> CompletableFuture.failedFuture(number == 1 ? failure : new FailedTries(failure, number)));
    }

    /** Empty where there is no try left. */
    private Optional<CompletableFuture<EnrichmentResult>> again(
            ImageEvent event, int number, Instant end, PerceptException reason) {
        Duration length = backOff.after(number);
        if (number >= attempts || clock.instant().plus(length).isAfter(end)) {
            return Optional.empty();
        }
        meters.retried(reason.code());
        log.debug("Event {} is tried again in {}: {}", event.id(), length, reason.getMessage());
        return Optional.of(pause.of(length).thenCompose(nothing -> attempt(event, number + 1, end)));
    }
}
