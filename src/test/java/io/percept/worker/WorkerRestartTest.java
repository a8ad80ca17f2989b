package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.FaultyEngine;
import io.percept.engine.ModelEngine;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerRestartTest {

    private static final TokenPlan PLAN = new GenerationPlan(Plans.image(7), Plans.text(13, 14), 5);

    private final FaultyEngine first = new FaultyEngine(new FakeEngine());
    private final AtomicInteger opened = new AtomicInteger();
    private final List<String> takenOut = new CopyOnWriteArrayList<>();
    private final AtomicInteger stuck = new AtomicInteger();
    private volatile Supplier<ModelEngine> fresh = FakeEngine::new;
    private final RestartingWorker worker = new RestartingWorker(
            FakeEngine.bundle(),
            first,
            () -> {
                opened.incrementAndGet();
                return fresh.get();
            },
            WorkerOptions.DEFAULT,
            PoolShared.of(1, WorkerOptions.DEFAULT, WorkerListener.NONE),
            new RestartOptions(Duration.ofMillis(500), 2, Duration.ofMinutes(10)),
            new WorkerListener() {
                @Override
                public void engineTakenOut(String reason) {
                    takenOut.add(reason);
                }

                @Override
                public void enginesStuck(int change) {
                    stuck.addAndGet(change);
                }
            });

    @AfterEach
    void close() {
        first.release();
        worker.close();
    }

    @Test
    void shouldReplaceAnEngineWhoseDecoderHangs() {
        first.hangingDecoder();

        assertLostInAPassingWay(submit());

        assertExpected(submit(), PLAN);
        assertThat(takenOut).containsExactly("hang");
        assertThat(worker.trouble()).isEmpty();
    }

    @Test
    void shouldReplaceAnEngineWhoseEncoderHangs() {
        first.hangingEncoder();

        assertLostInAPassingWay(submit());

        assertExpected(submit(), PLAN);
    }

    @Test
    void shouldCloseAnEngineThatHangsOnlyWhenItsCallComesBack() {
        first.hangingDecoder();
        assertLostInAPassingWay(submit());
        submit().join();
        assertThat(stuck).hasValue(1);
        assertThat(first.isClosed()).isFalse();

        first.release();

        await().until(first::isClosed);
        await().untilAsserted(() -> assertThat(stuck).hasValue(0));
    }

    @Test
    void shouldReplaceAnEngineThatFailsOnWhatItCouldDo() {
        first.failingDecoder();

        assertLostInAPassingWay(submit());
        await().until(() -> opened.get() == 1);

        assertExpected(submit(), PLAN);
        assertThat(takenOut).containsExactly("failure");
        assertThat(first.isClosed()).isTrue();
    }

    @Test
    void shouldReplaceAnEngineThatFailsAsACacheIsMade() {
        first.failingCaches().failingDecoder();

        assertLostInAPassingWay(submit());
        await().until(() -> opened.get() == 1);

        assertExpected(submit(), PLAN);
        assertThat(takenOut).containsExactly("failure");
    }

    @Test
    void shouldReplaceAnEngineWhoseEncoderFailsOnWhatItCouldDo() {
        first.failingEncoder();

        assertLostInAPassingWay(submit());
        await().until(() -> opened.get() == 1);

        assertExpected(submit(), PLAN);
    }

    @Test
    void shouldBlameAPoisonPlanAndNotTheEngine() {
        TokenPlan poison = new GenerationPlan(Plans.text(13), Plans.text(FakeEngine.POISON), 5);

        PerceptException failure =
                failureOf(worker.submit(List.of(poison), Urgency.NORMAL).getFirst());

        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(failure.isPassing()).isFalse();
        assertExpected(submit(), PLAN);
        assertThat(opened).hasValue(0);
    }

    @Test
    void shouldHoldPlansUntilAFreshEngineIsWarmAndSayMeanwhileWhatIsWrong() {
        CompletableFuture<ModelEngine> warm = replacing();

        CompletableFuture<TokenOutcome> held = submit();
        assertThat(worker.trouble().orElseThrow()).contains("the decoder fails on what it could do before");
        assertThat(held).isNotDone();
        warm.complete(new FakeEngine());

        assertExpected(held, PLAN);
        assertThat(worker.isBeyondRepair()).isFalse();
    }

    @Test
    void shouldEndWhatExpiresOrIsWithdrawnWhileItWaitsForAFreshEngine() {
        CompletableFuture<ModelEngine> warm = replacing();
        Withdrawal withdrawal = new Withdrawal();

        CompletableFuture<TokenOutcome> expiring =
                submit(new Urgency(0, Optional.of(Instant.now().plusMillis(20)), true, Optional.empty()));
        CompletableFuture<TokenOutcome> withdrawn =
                submit(new Urgency(0, Optional.empty(), false, Optional.of(withdrawal)));
        withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "too long"));

        assertThat(codeOf(expiring)).isEqualTo(ErrorCode.EXPIRED);
        assertThat(codeOf(withdrawn)).isEqualTo(ErrorCode.TIMED_OUT);
        CompletableFuture<TokenOutcome> held = submit();
        warm.complete(new FakeEngine());
        assertExpected(held, PLAN);
    }

    /** Makes the worker lose its engine; it has the next one when that is completed. */
    private CompletableFuture<ModelEngine> replacing() {
        CompletableFuture<ModelEngine> warm = new CompletableFuture<>();
        fresh = warm::join;
        first.failingDecoder();
        assertLostInAPassingWay(submit());
        await().until(() -> opened.get() == 1);
        return warm;
    }

    private CompletableFuture<TokenOutcome> submit(Urgency urgency) {
        return worker.submit(List.of(PLAN), urgency).getFirst();
    }

    private static ErrorCode codeOf(CompletableFuture<TokenOutcome> outcome) {
        return outcome.handle((done, failure) -> ((PerceptException) failure).code())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void shouldTryToOpenAFreshEngineAgain() {
        fresh = () -> {
            fresh = FakeEngine::new;
            throw new IllegalStateException("no memory");
        };
        first.failingDecoder();

        assertLostInAPassingWay(submit());
        // The second time may have come before the first was seen here.
        await().until(() -> opened.get() >= 1);

        assertExpected(submit(), PLAN);
        assertThat(opened).hasValue(2);
    }

    @Test
    void shouldBlameAnImageThatMakesEveryEngineHangAndNoOther() {
        first.hangingOn(50);
        List<TokenPlan> plans = IntStream.range(49, 53)
                .<TokenPlan>mapToObj(colour -> new GenerationPlan(Plans.image(colour), Plans.text(13, 14), 5))
                .toList();

        assertTheSecondIsBlamed(
                plans, new FaultyEngine(new FakeEngine()).hangingOn(50), "The encoder hung on an image, also alone");
    }

    @Test
    void shouldBlameAPlanThatMakesEveryDecoderHangAndNoOther() {
        // Beyond the vocabulary, so that no answer has it.
        int poison = 500;
        first.hangingOnToken(poison);
        List<TokenPlan> plans = IntStream.of(14, poison, 15, 16)
                .<TokenPlan>mapToObj(token -> new GenerationPlan(Plans.image(7), Plans.text(13, token), 5))
                .toList();

        assertTheSecondIsBlamed(
                plans,
                new FaultyEngine(new FakeEngine()).hangingOnToken(poison),
                "The decoder hung on a plan of 5 tokens, also alone");
    }

    /** Where the first engine hangs on the second of the plans, and so does the next; the third is sound. */
    private void assertTheSecondIsBlamed(List<TokenPlan> plans, FaultyEngine next, String message) {
        fresh = () -> {
            fresh = FakeEngine::new;
            return next;
        };

        List<PerceptException> failures = worker.submit(plans, Urgency.NORMAL).stream()
                .map(WorkerRestartTest::failureOf)
                .toList();
        List<CompletableFuture<TokenOutcome>> again = new ArrayList<>();
        for (TokenPlan plan : plans) {
            again.addAll(worker.submit(List.of(plan), Urgency.NORMAL));
        }

        assertThat(failures).allMatch(PerceptException::isPassing);
        PerceptException blamed = failureOf(again.get(1));
        assertThat(blamed.isPassing()).isFalse();
        assertThat(blamed).hasMessageContaining(message);
        await().until(() -> opened.get() == 2);
        for (int i = 0; i < plans.size(); i++) {
            if (i != 1) {
                assertExpected(
                        worker.submit(List.of(plans.get(i)), Urgency.NORMAL).getFirst(), plans.get(i));
            }
        }
        assertThat(worker.isBeyondRepair()).isFalse();
        next.release();
    }

    @Test
    void shouldBeBeyondRepairWhereFreshEnginesDoNotHelp() {
        fresh = () -> new FaultyEngine(new FakeEngine()).failingDecoder();
        first.failingDecoder();

        await().until(() -> failureOf(submit()).code() == ErrorCode.STOPPING);

        assertThat(worker.isBeyondRepair()).isTrue();
        assertThat(worker.trouble().orElseThrow()).contains("the process must be restarted");
        assertThat(opened).hasValue(2);
    }

    @Test
    void shouldNotWaitForAHangingEngineWhenItIsClosed() {
        first.hangingDecoder();
        CompletableFuture<TokenOutcome> result = submit();
        await().until(() -> worker.active() == 1);

        worker.close();

        PerceptException failure = failureOf(result);
        assertThat(failure.code() == ErrorCode.STOPPING || failure.isPassing()).isTrue();
    }

    @Test
    void shouldDoInSmallerBatchesWhatTheDeviceHasNoMemoryFor() {
        first.withMemoryFor(1);
        List<TokenPlan> plans = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            plans.add(new GenerationPlan(Plans.image(i), Plans.text(13, 14), 5));
            plans.add(new ScoringPlan(
                    Plans.image(i), Plans.text(15), List.of(new int[] {14, 16}, new int[] {15, 17, 18})));
        }

        List<CompletableFuture<TokenOutcome>> outcomes = worker.submit(plans, Urgency.NORMAL);

        for (int i = 0; i < plans.size(); i++) {
            assertExpected(outcomes.get(i), plans.get(i));
        }
        assertThat(opened).hasValue(0);
    }

    private CompletableFuture<TokenOutcome> submit() {
        return worker.submit(List.of(PLAN), Urgency.NORMAL).getFirst();
    }

    private static void assertExpected(CompletableFuture<TokenOutcome> outcome, TokenPlan plan) {
        assertThat(outcome.join())
                .usingRecursiveComparison()
                .withComparatorForType((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1, Double.class)
                .isEqualTo(FakeEngine.expected(plan));
    }

    private static void assertLostInAPassingWay(CompletableFuture<TokenOutcome> result) {
        PerceptException failure = failureOf(result);
        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(failure.isPassing()).isTrue();
    }

    private static PerceptException failureOf(CompletableFuture<?> result) {
        await().atMost(Duration.ofSeconds(20)).until(result::isDone);
        return PerceptException.of(result.exceptionNow());
    }
}
