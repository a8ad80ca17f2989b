package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.resolve.DocumentResolver;
import io.percept.resolve.corpus.CorpusFilters;
import io.percept.resolve.corpus.CorpusRules;
import io.percept.resolve.load.DocumentLoader;
import io.percept.resolve.load.FetchPlaces;
import io.percept.resolve.load.ImageLoader;
import io.percept.resolve.page.PageReader;
import io.percept.vision.PreparedFrames;
import io.percept.worker.ExpectedEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that does not answer, or pixels that do not come. */
@Timeout(30)
class EventTimeLimitTest {

    private final ExecutorService planning = Executors.newSingleThreadExecutor();
    private final ExecutorService endings = Executors.newVirtualThreadPerTaskExecutor();
    private final EnrichmentThreads threads = new EnrichmentThreads(planning, endings);
    private final CompletableFuture<byte[]> host = new CompletableFuture<>();
    private final CompletableFuture<PreparedFrames> pixels = new CompletableFuture<>();
    private final ExpectedEvents expected = new ExpectedEvents();
    private final FetchPlaces place = new FetchPlaces(1);
    private final List<String> fetched = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        planning.shutdownNow();
        endings.shutdownNow();
    }

    @Test
    void shouldGiveUpAnEventThatTakesTooLong() {
        CompletableFuture<EnrichmentResult> result =
                enricher(Duration.ofMillis(20)).enrich(event());

        PerceptException failure = failureOf(result);

        assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(failure.isPassing()).isTrue();
        assertThat(failure)
                .hasMessageStartingWith("Event slow: it was not done within 20 ms")
                .hasMessageContaining("percept.intake.event-timeout");
    }

    @Test
    void shouldGiveUpAnEventAtItsLimitWhileEveryPlanningThreadPlans() {
        CountDownLatch planned = new CountDownLatch(1);
        planning.execute(() -> {
            try {
                planned.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        CompletableFuture<EnrichmentResult> result =
                enricher(Duration.ofMillis(20)).enrich(event());

        assertThat(failureOf(result).code()).isEqualTo(ErrorCode.TIMED_OUT);
        planned.countDown();
    }

    @Test
    void shouldReadAgainWhatTheStopOfTheServiceInterrupts() {
        CompletableFuture<EnrichmentResult> result =
                enricher(Duration.ofMinutes(1)).enrich(event());
        threads.close();

        host.complete(new byte[0]);
        pixels.completeExceptionally(new PerceptException(ErrorCode.IMAGE_CORRUPT, "corrupt"));

        assertThat(failureOf(result).code()).isEqualTo(ErrorCode.STOPPING);
    }

    @Test
    void shouldExpectAnEventWhileOnlyItsPixelsAreMissing() {
        CompletableFuture<EnrichmentResult> result =
                enricher(Duration.ofMinutes(1)).enrich(event());
        assertThat(expected.atLeast(0)).isZero();

        host.complete(new byte[0]);
        assertThat(expected.atLeast(0)).isOne();

        pixels.completeExceptionally(new PerceptException(ErrorCode.IMAGE_CORRUPT, "corrupt"));
        assertThat(failureOf(result).code()).isEqualTo(ErrorCode.IMAGE_CORRUPT);
        await().untilAsserted(() -> assertThat(expected.atLeast(0)).isZero());
    }

    @Test
    void shouldNotExpectAnEventAnyMoreThatIsGivenUp() {
        CompletableFuture<EnrichmentResult> result =
                enricher(Duration.ofMillis(20)).enrich(event());
        host.complete(new byte[0]);

        assertThat(failureOf(result).code()).isEqualTo(ErrorCode.TIMED_OUT);

        await().untilAsserted(() -> assertThat(expected.atLeast(0)).isZero());
    }

    @Test
    void shouldFetchNothingForAnEventThatIsGivenUpBeforeItsTurn() {
        enricher(Duration.ofMinutes(1)).enrich(event("http://example.test/first.png"));
        CompletableFuture<EnrichmentResult> givenUp =
                enricher(Duration.ofMillis(20)).enrich(event("http://example.test/given-up.png"));
        enricher(Duration.ofMinutes(1)).enrich(event("http://example.test/last.png"));
        assertThat(failureOf(givenUp).code()).isEqualTo(ErrorCode.TIMED_OUT);

        host.completeExceptionally(new PerceptException(ErrorCode.FETCH_FAILED, "gone"));

        await().untilAsserted(() ->
                assertThat(fetched).containsExactly("http://example.test/first.png", "http://example.test/last.png"));
    }

    private EventEnricher enricher(Duration limit) {
        ImageLoader images = new ImageLoader(
                url -> {
                    fetched.add(url);
                    return host;
                },
                (bytes, priority) -> pixels,
                place,
                false);
        DocumentResolver resolver = new DocumentResolver(
                new DocumentLoader(images, new PageReader(5, 640), 8),
                new CorpusFilters(CorpusRules.NONE, text -> Optional.empty(), (filter, count) -> {}));
        return new EventEnricher(
                resolver,
                null,
                expected,
                new Expiry(null),
                new ModelIdentity("none", "0", "", "none"),
                threads,
                limit,
                Clock.systemUTC());
    }

    private static ImageEvent event() {
        return event("http://example.test/slow.png");
    }

    private static ImageEvent event(String image) {
        return new ImageEvent(
                "slow",
                "/test",
                Instant.now(),
                List.of(new Segment.Image(new ImageSource.Address(image), "")),
                List.of(new Task.Caption("c", TaskOptions.NONE)),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    private static PerceptException failureOf(CompletableFuture<?> result) {
        await().until(result::isDone);
        return PerceptException.of(result.exceptionNow());
    }
}
