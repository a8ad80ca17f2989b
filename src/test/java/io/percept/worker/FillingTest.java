package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.DecoderRow;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.PixelSource;
import io.percept.engine.TextDecoder;
import io.percept.engine.VisionEncoder;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a decoder that shares cores with its encoder waits for company. */
@Timeout(30)
class FillingTest {

    private static final int FULL_CALL = 4;

    private final FakeEngine engine = new FakeEngine();
    private final Semaphore encoding = new Semaphore(0);
    private final List<Integer> rowsOfCalls = new CopyOnWriteArrayList<>();
    private final ExpectedEvents expected = new ExpectedEvents();
    private final ModelWorker worker = worker(FULL_CALL);

    private ModelWorker worker(int fullCall) {
        return new ModelWorker(
                FakeEngine.bundle(),
                new GatedEncoder(),
                new NotedDecoder(fullCall),
                WorkerOptions.DEFAULT,
                new EmbeddingCache(1 << 20, WorkerListener.NONE),
                expected::atLeast,
                () -> false,
                WorkerListener.NONE);
    }

    /** One image a call, and a permit for each. */
    private final class GatedEncoder implements VisionEncoder {

        @Override
        public int maxBatch() {
            return 1;
        }

        @Override
        public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
            encoding.acquireUninterruptibly();
            return engine.encode(images);
        }

        @Override
        public void close() {}
    }

    private final class NotedDecoder implements TextDecoder {

        private final int fullCall;

        NotedDecoder(int fullCall) {
            this.fullCall = fullCall;
        }

        @Override
        public int fullCall() {
            return fullCall;
        }

        @Override
        public KeyValueCache newCache(int capacity, int rows) {
            return engine.newCache(capacity, rows);
        }

        @Override
        public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
            rowsOfCalls.add(rows.size());
            return engine.extend(cache, rows);
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void close() {
        encoding.release(1000);
        worker.close();
    }

    @Test
    void shouldWaitForAFullCallWhileTheImagesThatFillItWait() {
        List<CompletableFuture<TokenOutcome>> results = submit(10);
        encoding.release(1);
        await().until(() -> worker.waiting() == 1);
        encoding.release(2);

        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(rowsOfCalls).isEmpty());

        encoding.release(1);
        await().untilAsserted(() -> assertThat(rowsOfCalls).first().isEqualTo(FULL_CALL));
        encoding.release(6);
        results.forEach(CompletableFuture::join);
    }

    @Test
    void shouldGoOnWithFewWhereTooFewImagesWait() {
        List<CompletableFuture<TokenOutcome>> results = submit(3);
        encoding.release(1);

        assertExpected(results.getFirst());
    }

    @Test
    void shouldNotLetAnUrgentSequenceWaitForImagesOfLessUrgentOnes() {
        List<CompletableFuture<TokenOutcome>> normal = submit(10);
        CompletableFuture<TokenOutcome> urgent = submit(10, new Urgency(1, Optional.empty()));
        // One image of a normal plan may be with the encoder already; the urgent one is next.
        encoding.release(2);

        assertThat(urgent).succeedsWithin(Duration.ofSeconds(10));
        assertThat(normal.stream().filter(CompletableFuture::isDone).count()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldWaitForCompanyAmongEquallyUrgentOnes() {
        Urgency urgent = new Urgency(1, Optional.empty());
        List<CompletableFuture<TokenOutcome>> results =
                IntStream.range(0, 10).mapToObj(i -> submit(i, urgent)).toList();
        encoding.release(1);

        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(rowsOfCalls).isEmpty());
        encoding.release(9);
        results.forEach(CompletableFuture::join);
    }

    @Test
    void shouldNotLetASequenceWaitThatIsDueSoon() {
        CompletableFuture<TokenOutcome> soon =
                submit(0, new Urgency(0, Optional.of(Instant.now().plusSeconds(1))));
        List<CompletableFuture<TokenOutcome>> normal =
                IntStream.range(1, 10).mapToObj(i -> submit(i, Urgency.NORMAL)).toList();
        encoding.release(1);

        assertThat(soon).succeedsWithin(Duration.ofSeconds(10));
        assertThat(normal).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void shouldNotLetAnUrgentSequenceWaitBehindOneThatIsDueSooner() {
        ModelWorker large = worker(4 * FULL_CALL);
        try {
            Urgency soon = new Urgency(0, Optional.of(Instant.now().plusSeconds(4)));
            CompletableFuture<TokenOutcome> dueSooner =
                    large.submit(List.of(plan(0)), soon).getFirst();
            CompletableFuture<TokenOutcome> urgent = large.submit(List.of(plan(1)), new Urgency(1, Optional.empty()))
                    .getFirst();
            List<CompletableFuture<TokenOutcome>> normal = IntStream.range(2, 20)
                    .mapToObj(
                            i -> large.submit(List.of(plan(i)), Urgency.NORMAL).getFirst())
                    .toList();
            encoding.release(2);

            assertThatCode(() -> urgent.get(2, TimeUnit.SECONDS)).doesNotThrowAnyException();
            assertThat(dueSooner).isDone();
            assertThat(normal).noneMatch(CompletableFuture::isDone);
        } finally {
            encoding.release(1000);
            large.close();
        }
    }

    @Test
    void shouldNotTakeTheImagesOfOnePlanForCompany() {
        CompletableFuture<TokenOutcome> first = submit(0, Urgency.NORMAL);
        TokenPlan many = new GenerationPlan(Plans.images(IntStream.range(50, 62).toArray()), Plans.text(13), 3);
        CompletableFuture<TokenOutcome> second =
                worker.submit(List.of(many), Urgency.NORMAL).getFirst();
        encoding.release(1);

        assertThat(first).succeedsWithin(Duration.ofSeconds(5));
        assertThat(second).isNotDone();
    }

    @Test
    void shouldNotWaitForImagesOfPlansThatAreWithdrawn() {
        Withdrawal withdrawal = new Withdrawal();
        CompletableFuture<TokenOutcome> first = submit(0, Urgency.NORMAL);
        Urgency withdrawn = new Urgency(0, Optional.empty(), false, Optional.of(withdrawal));
        for (int i = 1; i < 10; i++) {
            submit(i, withdrawn);
        }
        encoding.release(1);
        await().until(() -> worker.waiting() == 1);

        withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "too long"));

        assertThat(first).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void shouldNotWaitForImagesThatFail() {
        List<CompletableFuture<TokenOutcome>> results = submit(1);
        List<TokenPlan> bad = IntStream.range(0, 8)
                .<TokenPlan>mapToObj(
                        i -> new GenerationPlan(Plans.image((int) FakeEngine.BAD_PIXEL, 13 + i), Plans.text(13), 3))
                .toList();
        List<CompletableFuture<TokenOutcome>> failing = bad.stream()
                .map(plan -> worker.submit(List.of(plan), Urgency.NORMAL).getFirst())
                .toList();

        encoding.release(10);

        assertExpected(results.getFirst());
        failing.forEach(result -> assertThat(result).failsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void shouldWaitForEventsThatWaitForTheirPixels() {
        List<ExpectedEvents.Expectation> events = expect(9);
        CompletableFuture<TokenOutcome> first = submit(0, Urgency.NORMAL);
        encoding.release(10);
        await().until(() -> worker.waiting() == 1);

        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(rowsOfCalls).isEmpty());

        for (int i = 1; i < FULL_CALL; i++) {
            submit(i, Urgency.NORMAL);
            events.get(i).end();
        }
        await().untilAsserted(() -> assertThat(rowsOfCalls).first().isEqualTo(FULL_CALL));
        assertExpected(first);
    }

    @Test
    void shouldNotWaitForEventsThatEnd() {
        List<ExpectedEvents.Expectation> events = expect(9);
        CompletableFuture<TokenOutcome> first = submit(0, Urgency.NORMAL);
        encoding.release(1);
        await().until(() -> worker.waiting() == 1);

        events.forEach(ExpectedEvents.Expectation::end);

        assertThat(first).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void shouldNotLetAnUrgentSequenceWaitForThePixelsOfLessUrgentEvents() {
        expect(9);
        CompletableFuture<TokenOutcome> urgent = submit(0, new Urgency(1, Optional.empty()));
        encoding.release(1);

        assertThat(urgent).succeedsWithin(Duration.ofSeconds(5));
    }

    private List<ExpectedEvents.Expectation> expect(int events) {
        List<ExpectedEvents.Expectation> expectations =
                IntStream.range(0, events).mapToObj(i -> expected.of(0)).toList();
        expectations.forEach(ExpectedEvents.Expectation::begin);
        return expectations;
    }

    /** Each of an image of its own. */
    private List<CompletableFuture<TokenOutcome>> submit(int plans) {
        return IntStream.range(0, plans)
                .mapToObj(i -> submit(i, Urgency.NORMAL))
                .toList();
    }

    private CompletableFuture<TokenOutcome> submit(int number, Urgency urgency) {
        return worker.submit(List.of(plan(number)), urgency).getFirst();
    }

    private static void assertExpected(CompletableFuture<TokenOutcome> first) {
        assertThat(first.join()).usingRecursiveComparison().isEqualTo(FakeEngine.expected(plan(0)));
    }

    private static GenerationPlan plan(int i) {
        return new GenerationPlan(Plans.image(i), Plans.text(13), 3);
    }
}
