package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
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
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelWorkerTest {

    private static final List<int[]> VERDICTS = List.of(new int[] {14}, new int[] {15});

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
        worker.generate(new GenerationPlan(prefix, Plans.text(16), 1)).join();
        int before = engine.newTokens.get();

        worker.score(new ScoringPlan(prefix, Plans.text(17, 18), VERDICTS)).join();

        assertThat(engine.newTokens).hasValue(before + 2);
    }

    @Test
    void shouldScoreASingleTokenChoiceInOneCall() {
        worker.score(new ScoringPlan(Plans.text(13, 14), Plans.text(15), VERDICTS))
                .join();

        assertThat(engine.calls).hasValue(1);
    }

    @Test
    void shouldEncodeAnImageOnceThatIsAskedForAgain() {
        for (int i = 0; i < 5; i++) {
            worker.generate(new GenerationPlan(Plans.image(9), Plans.text(13 + i), 2))
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
        Urgency soon = new Urgency(0, Optional.of(Instant.now().plusMillis(50)));

        CompletableFuture<TokenOutcome> result = worker.submit(
                        List.of(new GenerationPlan(Plans.text(13), Plans.text(14), 5)), soon)
                .getFirst();

        assertThat(codeOf(result)).isEqualTo(ErrorCode.EXPIRED);
    }

    @Test
    void shouldFreeTheRowOfACancelledPlan() {
        engine.gate = new Semaphore(1);
        CompletableFuture<Generation> result =
                worker.generate(new GenerationPlan(Plans.text(13), Plans.text(neverEnding()), 30));
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
                worker.generate(new GenerationPlan(Plans.text(13), Plans.text(neverEnding()), 30));
        await().until(() -> engine.calls.get() == 4);

        CompletableFuture<Generation> shortOne =
                worker.generate(new GenerationPlan(Plans.text(13), Plans.text(15, 16), 1));
        await().until(() -> worker.waiting() == 1);
        engine.gate.release(2);

        assertThat(shortOne.join().ids()).hasSizeLessThanOrEqualTo(1);
        assertThat(longOne).isNotDone();
    }

    @Test
    void shouldRefuseAPlanThatDoesNotFit() {
        TokenSequence tooLong = Plans.text(new int[FakeEngine.MAX_POSITIONS]);

        CompletableFuture<Generation> result = worker.generate(new GenerationPlan(tooLong, Plans.text(13), 1));

        assertThat(codeOf(result)).isEqualTo(ErrorCode.TOO_LONG);
    }

    @Test
    void shouldRefuseMorePlansThanItMayHold() {
        engine.gate = new Semaphore(0);
        WorkerOptions small = new WorkerOptions(4, Duration.ZERO, 4, 4, 100, 1000, 1000, 2);
        try (ModelWorker bounded = worker(small)) {
            List<CompletableFuture<Generation>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(bounded.generate(new GenerationPlan(Plans.text(13), Plans.text(14), 1)));
            }

            assertThat(codeOf(results.get(2))).isEqualTo(ErrorCode.ENGINE_FAILED);
            engine.gate.release(100);
            assertThat(results.get(0).join()).isNotNull();
            assertThat(results.get(1).join()).isNotNull();
        }
    }

    @Test
    void shouldRefusePlansAfterClosing() {
        worker.close();

        CompletableFuture<Generation> result = worker.generate(new GenerationPlan(Plans.image(3), Plans.text(14), 1));

        assertThat(codeOf(result)).isEqualTo(ErrorCode.STOPPING);
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
