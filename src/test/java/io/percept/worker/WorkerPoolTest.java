package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.prompt.GenerationPlan;
import io.percept.prompt.TokenOutcome;
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
        try (WorkerPool pool = new WorkerPool(List.of(worker(first), worker(second)))) {
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

    private static GenerationPlan plan(int token) {
        return new GenerationPlan(Plans.text(token), Plans.text(token + 1), 3);
    }

    private static RestartingWorker worker(FakeEngine engine) {
        return new RestartingWorker(
                FakeEngine.bundle(),
                engine,
                FakeEngine::new,
                WorkerOptions.DEFAULT,
                RestartOptions.DEFAULT,
                WorkerListener.NONE);
    }
}
