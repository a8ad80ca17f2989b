package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.DecoderRow;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.PixelSource;
import io.percept.engine.TextDecoder;
import io.percept.engine.VisionEncoder;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.MinLength;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelWorkerTest {

    private static final List<int[]> VERDICTS = List.of(new int[] {14}, new int[] {15});

    /** Takes one image a call, notes its colour, and waits for a permit. */
    private final class GatedEncoder implements VisionEncoder {

        private final Semaphore gate = new Semaphore(0);
        private final List<Integer> colours = new CopyOnWriteArrayList<>();

        @Override
        public int maxBatch() {
            return 1;
        }

        @Override
        public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
            List<ImageEmbedding> embeddings = engine.encode(images);
            colours.add((int) embeddings.getFirst().values()[0]);
            gate.acquireUninterruptibly();
            return embeddings;
        }

        @Override
        public void close() {}
    }

    /** Fails its first call in a way that no engine should. */
    private final class ErrantDecoder implements TextDecoder {

        private final AtomicBoolean errant = new AtomicBoolean(true);

        @Override
        public KeyValueCache newCache(int capacity, int rows) {
            return engine.newCache(capacity, rows);
        }

        @Override
        public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
            if (errant.getAndSet(false)) {
                throw new AssertionError("no such row");
            }
            return engine.extend(cache, rows);
        }

        @Override
        public void close() {}
    }

    private final FakeEngine engine = new FakeEngine();
    private final ModelWorker worker = worker(WorkerOptions.DEFAULT);

    @AfterEach
    void close() {
        Optional.ofNullable(engine.gate).ifPresent(gate -> gate.release(1_000_000));
        worker.close();
    }

    private ModelWorker worker(WorkerOptions options) {
        return new ModelWorker(FakeEngine.bundle(), engine, engine, options, WorkerListener.NONE);
    }

    @Test
    void shouldComputeAPrefixOnceForAllThatShareIt() {
        TokenSequence prefix = Plans.image(7, 13, 13, 13, 13);
        List<TokenPlan> labels = IntStream.range(0, 9)
                .<TokenPlan>mapToObj(i -> new ScoringPlan(prefix, Plans.text(13 + i, 20), VERDICTS))
                .toList();

        CompletableFuture.allOf(worker.submit(labels, Urgency.NORMAL).toArray(CompletableFuture[]::new))
                .join();

        assertThat(engine.newTokens).hasValue(prefix.length() + 9 * 2);
        assertThat(engine.encodedImages).hasValue(1);
    }

    @Test
    void shouldNotComputeAPrefixAgainThatIsStillThere() {
        TokenSequence prefix = Plans.image(7, 13, 13, 13);
        OnePlan.generate(worker, new GenerationPlan(prefix, Plans.text(16), 1)).join();
        int before = engine.newTokens.get();

        OnePlan.score(worker, new ScoringPlan(prefix, Plans.text(17, 18), VERDICTS))
                .join();

        assertThat(engine.newTokens).hasValue(before + 2);
    }

    @Test
    void shouldComputeNoMoreOfManyEventsInACrowdThanOneAfterTheOther() {
        // Room for four prefixes and two texts at a time.
        WorkerOptions small = new WorkerOptions(4, Duration.ZERO, 2, 4, 100, 100_000, 0, 0, 1000);
        List<List<TokenPlan>> events = IntStream.range(1, 30)
                .mapToObj(colour -> Plans.image(colour, 13, 13))
                .map(document -> List.<TokenPlan>of(
                        new GenerationPlan(document, Plans.text(16), 6),
                        new ScoringPlan(document, Plans.text(17), VERDICTS),
                        new ScoringPlan(document, Plans.text(18), VERDICTS)))
                .toList();
        try (ModelWorker bounded = worker(small)) {
            events.forEach(event -> bounded.submit(event, Urgency.NORMAL).forEach(CompletableFuture::join));
        }
        long oneAfterTheOther = engine.newTokens.getAndSet(0);

        try (ModelWorker bounded = worker(small)) {
            events.stream()
                    .flatMap(event -> bounded.submit(event, Urgency.NORMAL).stream())
                    .toList()
                    .forEach(CompletableFuture::join);
        }

        assertThat(engine.newTokens.get()).isEqualTo(oneAfterTheOther);
    }

    @Test
    void shouldComputeWorkedExamplesOnceForAllDocuments() {
        TokenSequence examples = Plans.image(7, 14, 15, 16);
        List<TokenPlan> plans = new ArrayList<>();
        for (int colour = 1; colour <= 5; colour++) {
            TokenSequence prefix = Plans.afterStem(examples, Plans.image(colour));
            plans.add(new ScoringPlan(prefix, Plans.text(17), VERDICTS));
        }

        for (TokenPlan plan : plans) {
            worker.submit(List.of(plan), Urgency.NORMAL).getFirst().join();
        }

        int document = Plans.image(1).length();
        assertThat(engine.newTokens).hasValue(examples.length() + 5 * (document + 1));
        assertThat(engine.encodedImages).hasValue(6);
    }

    @Test
    void shouldShareADocumentThatFollowsWorkedExamples() {
        TokenSequence prefix = Plans.afterStem(Plans.text(14, 15, 16), Plans.image(7));
        List<TokenPlan> labels = IntStream.range(0, 9)
                .<TokenPlan>mapToObj(i -> new ScoringPlan(prefix, Plans.text(13 + i, 20), VERDICTS))
                .toList();

        CompletableFuture.allOf(worker.submit(labels, Urgency.NORMAL).toArray(CompletableFuture[]::new))
                .join();

        assertThat(engine.newTokens).hasValue(prefix.length() + 9 * 2);
    }

    @Test
    void shouldHaveThePrefixOfAGenerationForThePlanThatFollowsIt() {
        WorkerOptions fourPrefixes = new WorkerOptions(4, Duration.ZERO, 4, 4, 100, 1000, 0, 0, 10);
        engine.gate = new Semaphore(1);
        try (ModelWorker bounded = worker(fourPrefixes)) {
            TokenSequence prefix = Plans.text(13, 13);
            CompletableFuture<TokenOutcome> description = bounded.submit(
                            List.of(new GenerationPlan(
                                    prefix,
                                    Plans.text(neverEnding()),
                                    20,
                                    new Decoding.Greedy(),
                                    List.of(new MinLength(20, FakeEngine.EOS)),
                                    true)),
                            Urgency.NORMAL)
                    .getFirst();
            for (int other = 14; other < 22; other++) {
                bounded.submit(
                        List.of(new GenerationPlan(Plans.text(other, other), Plans.text(14), 1)), Urgency.NORMAL);
            }
            engine.gate.release(1000);
            description.join();
            await().until(() -> bounded.outstanding() == 0);
            int before = engine.newTokens.get();

            OnePlan.score(bounded, new ScoringPlan(prefix, Plans.text(17, 18), VERDICTS))
                    .join();

            assertThat(engine.newTokens).hasValue(before + 2);
        }
    }

    @Test
    void shouldKeepWorkedExamplesWhileDocumentsComeAndGo() {
        TokenSequence examples = Plans.text(14, 15, 16);
        List<Boolean> asked = new CopyOnWriteArrayList<>();
        AtomicLong held = new AtomicLong();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void examplesAsked(boolean hit) {
                asked.add(hit);
            }

            @Override
            public void examplesHeld(long bytes) {
                held.set(bytes);
            }
        };
        WorkerOptions small = new WorkerOptions(4, Duration.ZERO, 4, 4, 100, 1000, 0, 0, 10);

        try (ModelWorker bounded = new ModelWorker(FakeEngine.bundle(), engine, engine, small, listener)) {
            for (int colour = 1; colour <= 60; colour++) {
                TokenSequence document = Plans.image(colour % 50);
                OnePlan.generate(bounded, new GenerationPlan(document, Plans.text(17), 1))
                        .join();
                if (colour % 20 == 0) {
                    OnePlan.generate(
                                    bounded, new GenerationPlan(Plans.afterStem(examples, document), Plans.text(17), 1))
                            .join();
                }
            }
        }

        assertThat(asked).containsExactly(false, true, true);
        int smallestRow = FakeEngine.bundle().cacheCapacities().getFirst();
        assertThat(held).hasValue(smallestRow * FakeEngine.bundle().decoder().cacheBytesPerToken());
    }

    @Test
    void shouldLetTheOldestWorkedExamplesGiveWay() {
        List<Boolean> asked = new CopyOnWriteArrayList<>();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void examplesAsked(boolean hit) {
                asked.add(hit);
            }
        };
        WorkerOptions fourRows = new WorkerOptions(4, Duration.ZERO, 4, 4, 100, 1000, 0, 0, 10);

        try (ModelWorker bounded = new ModelWorker(FakeEngine.bundle(), engine, engine, fourRows, listener)) {
            for (int set : new int[] {13, 14, 15, 16, 13, 17, 13, 14}) {
                TokenSequence prefix = Plans.afterStem(Plans.text(set, set), Plans.image(set));
                OnePlan.score(bounded, new ScoringPlan(prefix, Plans.text(18), VERDICTS))
                        .join();
            }
        }

        assertThat(asked).containsExactly(false, false, false, false, true, false, true, false);
    }

    @Test
    void shouldCopyNoMoreOfAHypothesisThanDiffers() {
        GenerationPlan plan = new GenerationPlan(
                Plans.image(7, new int[10]),
                Plans.text(13),
                20,
                new Decoding.Beam(2, 1),
                List.of(new MinLength(20, FakeEngine.EOS)));

        OnePlan.generate(worker, plan).join();

        // Once per new row: the prompt for the prefix that is kept, for the second hypothesis, and for each longer row.
        int prompt = plan.length();
        int whole = plan.prefix().length()
                + prompt
                + 2 * FakeEngine.bundle().cacheCapacities().get(1)
                + 2 * prompt;
        // 20 steps, each of which can copy no more than what was generated so far.
        assertThat(engine.copiedTokens.get()).isLessThan(whole + 20 * 20 / 2);
    }

    @Test
    void shouldRefuseABeamThatHasNoRows() {
        WorkerOptions small = new WorkerOptions(4, Duration.ZERO, 2, 4, 100, 1000, 1000, 1000, 10);
        try (ModelWorker bounded = worker(small)) {
            GenerationPlan plan =
                    new GenerationPlan(Plans.text(13), Plans.text(14), 5, new Decoding.Beam(3, 1), List.of());

            assertThat(codeOf(OnePlan.generate(bounded, plan))).isEqualTo(ErrorCode.INVALID_TASK);
        }
    }

    @Test
    void shouldScoreASingleTokenChoiceInOneCall() {
        OnePlan.score(worker, new ScoringPlan(Plans.text(13, 14), Plans.text(15), VERDICTS))
                .join();

        assertThat(engine.calls).hasValue(1);
    }

    @Test
    void shouldEncodeAnImageOnceThatIsAskedForAgain() {
        for (int i = 0; i < 5; i++) {
            OnePlan.generate(worker, new GenerationPlan(Plans.image(9), Plans.text(13 + i), 2))
                    .join();
        }

        assertThat(engine.encodedImages).hasValue(1);
    }

    @Test
    void shouldFailOnlyThePlanWhoseImageTheEncoderCannotTake() {
        List<TokenPlan> plans = List.of(
                new GenerationPlan(Plans.image(1), Plans.text(13), 2),
                new GenerationPlan(Plans.image((int) FakeEngine.BAD_PIXEL), Plans.text(13), 2),
                new GenerationPlan(Plans.image(2), Plans.text(13), 2));

        List<CompletableFuture<TokenOutcome>> results = worker.submit(plans, Urgency.NORMAL);

        assertThat(results.get(0).join()).isInstanceOf(Generation.class);
        assertThat(results.get(2).join()).isInstanceOf(Generation.class);
        assertThat(codeOf(results.get(1))).isEqualTo(ErrorCode.ENGINE_FAILED);
    }

    @Test
    void shouldEndAPlanAtItsDeadlineEvenIfTheEngineHangs() {
        engine.gate = new Semaphore(0);
        Urgency soon = new Urgency(0, Optional.of(Instant.now().plusMillis(50)), true, Optional.empty());

        CompletableFuture<TokenOutcome> result = worker.submit(
                        List.of(new GenerationPlan(Plans.text(13), Plans.text(14), 5)), soon)
                .getFirst();

        assertThat(codeOf(result)).isEqualTo(ErrorCode.EXPIRED);
    }

    @Test
    void shouldDoALatePlanThatIsStillOfUse() {
        Urgency late = new Urgency(0, Optional.of(Instant.now().minusSeconds(5)));

        CompletableFuture<TokenOutcome> result = worker.submit(
                        List.of(new GenerationPlan(Plans.text(13), Plans.text(14), 5)), late)
                .getFirst();

        assertThat(result.join()).isInstanceOf(Generation.class);
    }

    @Test
    void shouldNotEncodeTheImagesOfAPlanThatIsWithdrawnAlready() {
        Withdrawal withdrawal = new Withdrawal();
        withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "too long"));
        Urgency urgency = new Urgency(0, Optional.empty(), false, Optional.of(withdrawal));

        CompletableFuture<TokenOutcome> late = worker.submit(
                        List.of(new GenerationPlan(Plans.image(7), Plans.text(14), 5)), urgency)
                .getFirst();

        assertThat(codeOf(late)).isEqualTo(ErrorCode.TIMED_OUT);
        OnePlan.generate(worker, new GenerationPlan(Plans.image(8), Plans.text(14), 5))
                .join();
        assertThat(engine.encodedImages).hasValue(1);
    }

    @Test
    void shouldNotEncodeTheImageOfAPlanThatIsWithdrawnWhileItWaits() {
        GatedEncoder encoder = new GatedEncoder();
        ModelWorker gated = worker(encoder);
        try {
            CompletableFuture<TokenOutcome> first = submit(gated, ofImage(1), Urgency.NORMAL);
            await().until(() -> encoder.colours.size() == 1);
            Withdrawal withdrawal = new Withdrawal();
            CompletableFuture<TokenOutcome> second = submit(gated, ofImage(2), withdrawnBy(withdrawal));
            CompletableFuture<TokenOutcome> third = submit(gated, ofImage(3), Urgency.NORMAL);

            withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "too long"));
            await().until(() -> gated.outstanding() == 2);
            encoder.gate.release(3);

            assertExpected(first, ofImage(1));
            assertExpected(third, ofImage(3));
            assertThat(codeOf(second)).isEqualTo(ErrorCode.TIMED_OUT);
            assertThat(encoder.colours).containsExactly(1, 3);
        } finally {
            encoder.gate.release(100);
            gated.close();
        }
    }

    @Test
    void shouldKeepTheEmbeddingOfAnImageWhosePlanIsWithdrawnWhileTheEncoderHasIt() {
        GatedEncoder encoder = new GatedEncoder();
        ModelWorker gated = worker(encoder);
        try {
            Withdrawal withdrawal = new Withdrawal();
            CompletableFuture<TokenOutcome> withdrawn = submit(gated, ofImage(1), withdrawnBy(withdrawal));
            await().until(() -> encoder.colours.size() == 1);

            withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "too long"));
            await().until(() -> gated.outstanding() == 0);
            CompletableFuture<TokenOutcome> again = submit(gated, ofImage(1), Urgency.NORMAL);
            encoder.gate.release(2);

            assertExpected(again, ofImage(1));
            assertThat(codeOf(withdrawn)).isEqualTo(ErrorCode.TIMED_OUT);
            assertThat(encoder.colours).containsExactly(1);
        } finally {
            encoder.gate.release(100);
            gated.close();
        }
    }

    @Test
    void shouldEncodeAnImageThatAPlanStillNeedsBesideOneThatIsWithdrawn() {
        GatedEncoder encoder = new GatedEncoder();
        ModelWorker gated = worker(encoder);
        try {
            submit(gated, ofImage(1), Urgency.NORMAL);
            await().until(() -> encoder.colours.size() == 1);
            Withdrawal withdrawal = new Withdrawal();
            CompletableFuture<TokenOutcome> withdrawn = submit(gated, ofImage(2), withdrawnBy(withdrawal));
            List<CompletableFuture<TokenOutcome>> together =
                    gated.submit(List.of(ofImage(2), ofImage(2)), Urgency.NORMAL);

            withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "too long"));
            together.getFirst().cancel(false);
            await().until(() -> gated.outstanding() == 2);
            encoder.gate.release(3);

            assertExpected(together.getLast(), ofImage(2));
            assertThat(codeOf(withdrawn)).isEqualTo(ErrorCode.TIMED_OUT);
            assertThat(encoder.colours).containsExactly(1, 2);
        } finally {
            encoder.gate.release(100);
            gated.close();
        }
    }

    @Test
    void shouldCountNoFailureOfAPlanThatIsCancelledBeforeItsImageIsEncoded() {
        List<String> failed = new CopyOnWriteArrayList<>();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void failed(String kind, String code) {
                failed.add(code);
            }
        };
        GatedEncoder encoder = new GatedEncoder();
        ModelWorker gated = new ModelWorker(FakeEngine.bundle(), encoder, engine, WorkerOptions.DEFAULT, listener);
        try {
            CompletableFuture<TokenOutcome> first = submit(gated, ofImage(1), Urgency.NORMAL);
            await().until(() -> encoder.colours.size() == 1);

            submit(gated, ofImage(2), Urgency.NORMAL).cancel(false);
            encoder.gate.release(2);

            assertExpected(first, ofImage(1));
            assertThat(failed).isEmpty();
        } finally {
            encoder.gate.release(100);
            gated.close();
        }
    }

    @Test
    void shouldSayWhatHappenedWhereARoundOfTheDecoderFailsAndGoOn() {
        List<String> failedCalls = new CopyOnWriteArrayList<>();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void callFailed(String failing, int batch) {
                failedCalls.add(failing);
            }
        };
        GenerationPlan plan = new GenerationPlan(Plans.text(13), Plans.text(14), 5);
        try (ModelWorker errant =
                new ModelWorker(FakeEngine.bundle(), engine, new ErrantDecoder(), WorkerOptions.DEFAULT, listener)) {
            CompletableFuture<TokenOutcome> failing = submit(errant, plan, Urgency.NORMAL);
            await().until(failing::isDone);

            PerceptException failure = PerceptException.of(failing.exceptionNow());
            assertThat(failure.isPassing()).isTrue();
            assertThat(failure)
                    .hasMessageContaining("A round of the decoder failed")
                    .hasMessageContaining("no such row")
                    .hasMessageNotContaining("replaced");
            assertExpected(submit(errant, plan, Urgency.NORMAL), plan);
            assertThat(failedCalls).containsExactly("decoder");
        }
    }

    @Test
    void shouldFreeWhatWithdrawnPlansHoldAndTakeNoMoreOfThem() {
        engine.gate = new Semaphore(1);
        Withdrawal withdrawal = new Withdrawal();
        Urgency urgency = new Urgency(0, Optional.empty(), false, Optional.of(withdrawal));
        GenerationPlan plan = new GenerationPlan(Plans.text(13), Plans.text(neverEnding()), 30);
        CompletableFuture<TokenOutcome> before =
                worker.submit(List.of(plan), urgency).getFirst();
        await().until(() -> worker.active() == 1);

        withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "too long"));
        CompletableFuture<TokenOutcome> after =
                worker.submit(List.of(plan), urgency).getFirst();
        engine.gate.release(2);

        assertThat(codeOf(before)).isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(codeOf(after)).isEqualTo(ErrorCode.TIMED_OUT);
        await().untilAsserted(() -> assertThat(worker.active()).isZero());
        assertThat(worker.outstanding()).isZero();
    }

    @Test
    void shouldFreeTheRowOfACancelledPlan() {
        engine.gate = new Semaphore(1);
        CompletableFuture<Generation> result =
                OnePlan.generate(worker, new GenerationPlan(Plans.text(13), Plans.text(neverEnding()), 30));
        await().until(() -> worker.active() == 1);

        result.cancel(false);
        engine.gate.release(2);

        await().untilAsserted(() -> assertThat(worker.active()).isZero());
        assertThat(worker.outstanding()).isZero();
    }

    @Test
    void shouldLetAPlanJoinWhileAnotherIsUnderWay() {
        engine.gate = new Semaphore(3);
        CompletableFuture<Generation> longOne =
                OnePlan.generate(worker, new GenerationPlan(Plans.text(13), Plans.text(neverEnding()), 30));
        await().until(() -> engine.calls.get() == 4);

        CompletableFuture<Generation> shortOne =
                OnePlan.generate(worker, new GenerationPlan(Plans.text(13), Plans.text(15, 16), 1));
        await().until(() -> worker.waiting() == 1);
        engine.gate.release(2);

        assertThat(shortOne.join().ids()).hasSizeLessThanOrEqualTo(1);
        assertThat(longOne).isNotDone();
    }

    @Test
    void shouldRefuseAPlanThatDoesNotFit() {
        TokenSequence tooLong = Plans.text(new int[FakeEngine.MAX_POSITIONS]);

        CompletableFuture<Generation> result = OnePlan.generate(worker, new GenerationPlan(tooLong, Plans.text(13), 1));

        assertThat(codeOf(result)).isEqualTo(ErrorCode.TOO_LONG);
    }

    @Test
    void shouldHaveLetGoOfAPlanBeforeAnybodyHearsOfItsOutcome() {
        engine.gate = new Semaphore(0);
        CompletableFuture<Integer> outstanding = OnePlan.generate(
                        worker, new GenerationPlan(Plans.text(13), Plans.text(14), 1))
                .thenApply(outcome -> worker.outstanding());

        engine.gate.release(1000);

        assertThat(outstanding.join()).isZero();
    }

    @Test
    void shouldRefuseMorePlansThanItMayHold() {
        engine.gate = new Semaphore(0);
        WorkerOptions small = new WorkerOptions(4, Duration.ZERO, 4, 4, 100, 1000, 1000, 1000, 2);
        try (ModelWorker bounded = worker(small)) {
            List<CompletableFuture<Generation>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(OnePlan.generate(bounded, new GenerationPlan(Plans.text(13), Plans.text(14), 1)));
            }

            assertThat(codeOf(results.get(2))).isEqualTo(ErrorCode.ENGINE_BUSY);
            assertThat(PerceptException.of(results.get(2).exceptionNow()).isPassing())
                    .isTrue();
            engine.gate.release(100);
            assertThat(results.get(0).join()).isNotNull();
            assertThat(results.get(1).join()).isNotNull();
        }
    }

    @Test
    void shouldRefusePlansAfterClosing() {
        worker.close();

        CompletableFuture<Generation> result =
                OnePlan.generate(worker, new GenerationPlan(Plans.image(3), Plans.text(14), 1));

        assertThat(codeOf(result)).isEqualTo(ErrorCode.STOPPING);
    }

    private ModelWorker worker(VisionEncoder encoder) {
        return new ModelWorker(FakeEngine.bundle(), encoder, engine, WorkerOptions.DEFAULT, WorkerListener.NONE);
    }

    private static CompletableFuture<TokenOutcome> submit(ModelWorker to, TokenPlan plan, Urgency urgency) {
        return to.submit(List.of(plan), urgency).getFirst();
    }

    private static Urgency withdrawnBy(Withdrawal withdrawal) {
        return new Urgency(0, Optional.empty(), false, Optional.of(withdrawal));
    }

    private static GenerationPlan ofImage(int colour) {
        return new GenerationPlan(Plans.image(colour), Plans.text(13), 3);
    }

    private static void assertExpected(CompletableFuture<TokenOutcome> outcome, TokenPlan plan) {
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(10));
        assertThat(outcome.join()).usingRecursiveComparison().isEqualTo(FakeEngine.expected(plan));
    }

    /** A prompt that the fake model goes on with for long. */
    private static int[] neverEnding() {
        for (int token = 13; token < FakeEngine.POISON; token++) {
            for (int second = 13; second < FakeEngine.POISON; second++) {
                int[] prompt = {token, second};
                Generation generation =
                        (Generation) FakeEngine.expected(new GenerationPlan(Plans.text(13), Plans.text(prompt), 30));
                if (generation.ids().length > 20) {
                    return prompt;
                }
            }
        }
        throw new AssertionError("The fake model always ends early");
    }

    private static ErrorCode codeOf(CompletableFuture<?> result) {
        return PerceptException.of(result.handle((outcome, failure) -> failure).join())
                .code();
    }
}
