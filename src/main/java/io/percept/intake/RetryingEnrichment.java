package io.percept.intake;

import io.percept.contract.DocumentRecord;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.SkippedImage;
import io.percept.contract.TaskOutcome;
import io.percept.intake.enrichment.Enrichment;
import io.percept.intake.enrichment.EventEnricher;
import io.percept.publish.Doubling;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enriches an event again, after a pause, where its failure, that of one of its tasks, or that of an image of a page may pass. It ends
 * with the last try's outcome after so many tries, or where the next one would begin after the time that an event has, or after it has
 * expired. No try takes anything away: a task that went well in an earlier one and fails in a later one keeps its outcome where both saw
 * the same document; where they did not, the result with more tasks that went well is the outcome, then that with more images; where a
 * later try fails as a whole, the result before it is the outcome, as of now. A result that lacks an image and nothing
 * else is tried {@value #TRIES_FOR_AN_IMAGE} times at most, and does not wait longer than the event's deadline. Where nothing went well before a failure as a whole, or a task is still to be
 * done when the event expires, that failure is the outcome.
 *
 * <p>Nothing waits but the event itself and, by {@link KeyOrder}, what follows it with the same key. One that somebody else has by now is
 * not tried again. Thread-safe.
 */
final class RetryingEnrichment implements Enrichment {

    private static final Logger log = LoggerFactory.getLogger(RetryingEnrichment.class);

    /** Tries of an event that wants nothing but an image of a page: each does all of its work anew, which who sends the page must not choose. */
    private static final int TRIES_FOR_AN_IMAGE = 3;

    /** By the tasks that went well, then by the images. */
    private static final Comparator<EnrichmentResult> FULLER = Comparator.comparingLong(RetryingEnrichment::completed)
            .thenComparingInt(result -> result.document().images());

    /**
     * One try.
     *
     * @param number from 1
     * @param end no other try begins after this
     * @param before what the tries before came to, if any gave a result; a task or an image of it may pass
     * @param isGone whether somebody else does the event again: then no other try begins either
     */
    private record Try(
            ImageEvent event, int number, Instant end, Optional<EnrichmentResult> before, BooleanSupplier isGone) {

        Try next(Optional<EnrichmentResult> result) {
            return new Try(event, number + 1, end, result, isGone);
        }

        /** The same with no try after the time at which a result is wanted, where the event names one. */
        Try untilDue() {
            return new Try(event, number, event.due().filter(end::isAfter).orElse(end), before, isGone);
        }
    }

    private final Enrichment enrichment;
    private final int attempts;
    private final Duration within;
    private final RetryBackOff backOff;
    private final Pause pause;
    private final Clock clock;
    private final IntakeMeters meters;

    RetryingEnrichment(
            Enrichment enrichment,
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
            Enrichment enrichment, IntakeProperties.Retry properties, Executor executor, IntakeMeters meters) {
        return new RetryingEnrichment(
                enrichment,
                properties,
                new RetryBackOff(
                        new Doubling(properties.backOff(), properties.maxBackOff()), RandomGenerator.getDefault()),
                Pause.before(executor),
                Clock.systemUTC(),
                meters);
    }

    @Override
    public CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
        return enrich(event, () -> false);
    }

    @Override
    public CompletableFuture<EnrichmentResult> enrich(ImageEvent event, BooleanSupplier isGone) {
        Instant limit = clock.instant().plus(within);
        Instant end = enrichment.expiry(event).filter(limit::isAfter).orElse(limit);
        return attempt(new Try(event, 1, end, Optional.empty(), isGone));
    }

    @Override
    public Optional<Instant> expiry(ImageEvent event) {
        return enrichment.expiry(event);
    }

    @Override
    public PerceptException expired(ImageEvent event) {
        return enrichment.expired(event);
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
                one.before().map(before -> merged(one.event(), before, latest)).orElse(latest);
        Optional<EnrichmentResult> kept = Optional.of(result);
        Optional<PerceptException> task = failedTask(result);
        Optional<CompletableFuture<EnrichmentResult>> next = task.isPresent()
                ? again(one, kept, task.get())
                : lostImage(result)
                        .filter(image -> one.number() < TRIES_FOR_AN_IMAGE)
                        .flatMap(image -> again(one.untilDue(), kept, image));
        return next.orElse(CompletableFuture.completedFuture(result));
    }

    private static Optional<PerceptException> failedTask(EnrichmentResult result) {
        return result.outcomes().stream()
                .filter(outcome -> outcome instanceof TaskOutcome.Failed failed && failed.passing())
                .findFirst()
                .map(outcome -> ((TaskOutcome.Failed) outcome).asFailure());
    }

    /** An image of a page that its document lacks and another try may have; none where no task could use it. */
    private static Optional<PerceptException> lostImage(EnrichmentResult result) {
        return result.hasCompleted()
                ? result.document().skipped().stream()
                        .filter(SkippedImage::passing)
                        .findFirst()
                        .map(image -> PerceptException.passing(ErrorCode.FETCH_FAILED, image.detail(), null))
                : Optional.empty();
    }

    /**
     * The later result, with what went well in the one before in the place of what failed in it. Where the two tries saw different
     * documents, the result of one of them as it is: an outcome names images by their positions, which are others in the other document.
     */
    private EnrichmentResult merged(ImageEvent event, EnrichmentResult before, EnrichmentResult latest) {
        if (sawTheSame(before.document(), latest.document())) {
            return filled(latest, before);
        }
        return FULLER.compare(before, latest) > 0 ? asOfNow(event, before) : latest;
    }

    private static boolean sawTheSame(DocumentRecord one, DocumentRecord other) {
        return one.texts() == other.texts()
                && one.images() == other.images()
                && one.filtered().equals(other.filtered())
                && missing(one).equals(missing(other));
    }

    /** The images that a document lacks, without the details: those of two tries may differ, since times are in them. */
    private static List<SkippedImage> missing(DocumentRecord document) {
        return document.skipped().stream()
                .map(image -> new SkippedImage(image.reason(), image.address(), image.alt()))
                .toList();
    }

    private static long completed(EnrichmentResult result) {
        return result.outcomes().stream()
                .filter(TaskOutcome.Completed.class::isInstance)
                .count();
    }

    private static EnrichmentResult filled(EnrichmentResult result, EnrichmentResult other) {
        List<TaskOutcome> outcomes = new ArrayList<>(result.outcomes());
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof TaskOutcome.Failed
                    && other.outcomes().get(i) instanceof TaskOutcome.Completed done) {
                outcomes.set(i, done);
            }
        }
        return result.withOutcomes(outcomes);
    }

    private EnrichmentResult asOfNow(ImageEvent event, EnrichmentResult result) {
        return EventEnricher.givenAt(event, result, clock.instant());
    }

    private CompletableFuture<EnrichmentResult> afterFailure(Try one, PerceptException failure) {
        boolean lacksOnlyAnImage =
                one.before().filter(before -> failedTask(before).isEmpty()).isPresent();
        return failure.isPassing() && !(lacksOnlyAnImage && one.number() >= TRIES_FOR_AN_IMAGE)
                ? again(one, one.before(), failure).orElseGet(() -> ended(one, failure))
                : ended(one, failure);
    }

    private CompletableFuture<EnrichmentResult> ended(Try one, PerceptException failure) {
        Optional<EnrichmentResult> kept = one.before().filter(before -> stands(before, failure.code()));
        if (kept.isPresent()) {
            log.debug("Event {} ends with an earlier result: {}", one.event().id(), failure.getMessage());
            return CompletableFuture.completedFuture(asOfNow(one.event(), kept.get()));
        }
        return CompletableFuture.failedFuture(
                failure.isPassing() && one.number() > 1 ? new FailedTries(failure, one.number()) : failure);
    }

    /**
     * Whether the event ends with the result of an earlier try after a failure as a whole. One in which nothing went well says nothing
     * against an outage, which would never be noticed; and what was not done by its deadline is shed where the event's policy wants that,
     * but not what only waited for an image.
     */
    private static boolean stands(EnrichmentResult before, ErrorCode failure) {
        return switch (failure) {
            case STOPPING -> false;
            case EXPIRED -> before.hasCompleted() && failedTask(before).isEmpty();
            default -> before.hasCompleted();
        };
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
        if (one.isGone().getAsBoolean()) {
            return Optional.of(leftToOthers());
        }
        meters.retried(reason.code());
        log.debug("Event {} is tried again in {}: {}", one.event().id(), length, reason.getMessage());
        return Optional.of(pause.of(length)
                .thenCompose(nothing -> one.isGone().getAsBoolean() ? leftToOthers() : attempt(one.next(result))));
    }

    /** What it came to so far could contradict what it ends as elsewhere, and trying on would hold the budget for nothing. */
    private static CompletableFuture<EnrichmentResult> leftToOthers() {
        return CompletableFuture.failedFuture(new EventTakenAway());
    }
}
