package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.PerceptException;
import io.percept.engine.FaultyEngine;
import io.percept.engine.ModelEngine;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.TokenOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    private final FakeEngine first = new FakeEngine();
    private final FakeEngine second = new FakeEngine();

    @Test
    void shouldGivePlansThatBelongTogetherToTheFreestWorker() {
        first.gate = new Semaphore(0);
        try (WorkerPool pool = pool()) {
            List<GenerationPlan> together = List.of(plan(13), plan(14));
            List<CompletableFuture<TokenOutcome>> held = pool.submit(together, Urgency.NORMAL);

            pool.submit(together, Urgency.NORMAL).forEach(CompletableFuture::join);

            assertThat(held).noneMatch(CompletableFuture::isDone);
            assertThat(second.calls.get()).isPositive();
            assertThat(pool.sum(RestartingWorker::outstanding)).isEqualTo(2);
            first.gate.release(1000);
            held.forEach(CompletableFuture::join);
        }
    }

    @Test
    void shouldEncodeAnImageOnceForAllWorkers() {
        first.gate = new Semaphore(0);
        try (WorkerPool pool = pool()) {
            CompletableFuture<TokenOutcome> held =
                    pool.submit(List.of(ofImage(13)), Urgency.NORMAL).getFirst();

            pool.submit(List.of(ofImage(14)), Urgency.NORMAL).getFirst().join();

            assertThat(first.encodedImages.get() + second.encodedImages.get()).isEqualTo(1);
            assertThat(second.calls.get()).isPositive();
            first.gate.release(1000);
            held.join();
        }
    }

    @Test
    void shouldBlameAnImageThatMakesTheEncoderOfOneWorkerHangAfterThatOfAnother() {
        FaultyEngine one = new FaultyEngine(first).hangingOn(50);
        FaultyEngine other = new FaultyEngine(second).hangingOn(50);
        CompletableFuture<ModelEngine> fresh = new CompletableFuture<>();
        GenerationPlan poison = new GenerationPlan(Plans.image(50), Plans.text(13), 3);
        // None has a fresh engine before the end, so that the second try is the other worker's.
        try (WorkerPool pool = WorkerPool.of(
                FakeEngine.bundle(),
                List.of(one, other),
                place -> fresh.join(),
                WorkerOptions.DEFAULT,
                new RestartOptions(Duration.ofMillis(500), 2, Duration.ofMinutes(10)),
                WorkerListener.NONE)) {
            PerceptException hung = failureOf(pool, poison);
            PerceptException blamed = failureOf(pool, poison);

            assertThat(hung.isPassing()).isTrue();
            assertThat(blamed.isPassing()).isFalse();
            assertThat(blamed).hasMessageContaining("The encoder hung on an image, also alone");
        } finally {
            one.release();
            other.release();
            fresh.complete(new FakeEngine());
        }
    }

    @Test
    void shouldShareOutRowsAndCachesOfWorkersOnOneMachine() {
        WorkerOptions each = WorkerOptions.DEFAULT.forOneOf(2);

        assertThat(each.prefixCacheBytes()).isEqualTo(WorkerOptions.DEFAULT.prefixCacheBytes() / 2);
        assertThat(withRows(128).forOneOf(2).rows()).isEqualTo(64);
    }

    @Test
    void shouldLeaveEachOfSeveralWorkersRowsEnoughToShareTheReadingOfTheWeights() {
        assertThat(withRows(128).forOneOf(100).rows()).isEqualTo(32);
        assertThat(withRows(16).forOneOf(2).rows()).isEqualTo(16);
    }

    private static WorkerOptions withRows(int rows) {
        WorkerOptions usual = WorkerOptions.DEFAULT;
        return new WorkerOptions(
                usual.encoderBatch(),
                usual.encoderDelay(),
                rows,
                usual.prefillRows(),
                usual.prefillTokens(),
                usual.embeddingCacheBytes(),
                usual.prefixCacheBytes(),
                usual.exampleCacheBytes(),
                usual.waitingPlans());
    }

    private static PerceptException failureOf(WorkerPool pool, GenerationPlan plan) {
        CompletableFuture<TokenOutcome> outcome =
                pool.submit(List.of(plan), Urgency.NORMAL).getFirst();
        await().atMost(Duration.ofSeconds(20)).until(outcome::isDone);
        return PerceptException.of(outcome.exceptionNow());
    }

    private static GenerationPlan ofImage(int token) {
        return new GenerationPlan(Plans.image(9), Plans.text(token), 3);
    }

    private static GenerationPlan plan(int token) {
        return new GenerationPlan(Plans.text(token), Plans.text(token + 1), 3);
    }

    private WorkerPool pool() {
        return WorkerPool.of(
                FakeEngine.bundle(),
                List.of(first, second),
                place -> new FakeEngine(),
                WorkerOptions.DEFAULT,
                RestartOptions.DEFAULT,
                WorkerListener.NONE);
    }
}
