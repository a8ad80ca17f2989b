package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.MinLength;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever fails in the decoder's thread, every job ends. */
@Timeout(30)
class DecoderSchedulerTest {

    private static final GenerationPlan PLAN = new GenerationPlan(
            Plans.text(13), Plans.text(14), 20, new Decoding.Greedy(), List.of(new MinLength(20, FakeEngine.EOS)));

    /** No round can take it. */
    private static final GenerationPlan BROKEN = new GenerationPlan(Plans.text(13), null, 5);

    private final FakeEngine engine = new FakeEngine();
    private final AtomicBoolean errant = new AtomicBoolean();
    private final DecoderScheduler scheduler = new DecoderScheduler(
            engine, FakeEngine.bundle(), WorkerOptions.DEFAULT, this::toCome, () -> false, WorkerListener.NONE);

    @AfterEach
    void close() {
        scheduler.stop(new PerceptException(ErrorCode.STOPPING, "the test is over"));
        Threads.join(scheduler.thread());
    }

    @Test
    void shouldFailWhatARoundHasTakenWhereItFailsInTakingMore() {
        Job taken = job(PLAN, 0);
        Job broken = job(BROKEN, 1);
        scheduler.start();

        scheduler.submit(List.of(taken, broken));

        assertMayComeAgain(taken, "A round of the decoder failed");
        assertMayComeAgain(broken, "A round of the decoder failed");
        Job next = job(PLAN, 2);
        scheduler.submit(List.of(next));
        assertThat(next.result().join()).usingRecursiveComparison().isEqualTo(FakeEngine.expected(PLAN));
    }

    @Test
    void shouldFailAllThatItHasAndGetsWhereItsThreadEnds() {
        Semaphore gate = new Semaphore(0);
        engine.gate = gate;
        Job active = job(PLAN, 0);
        Job waiting = job(PLAN, 1);
        try {
            scheduler.start();
            scheduler.submit(List.of(active));
            await().until(() -> engine.calls.get() == 1);
            scheduler.submit(List.of(waiting));
            errant.set(true);
        } finally {
            gate.release(1000);
        }

        assertMayComeAgain(active, "no such count");
        assertMayComeAgain(waiting, "no such count");
        Threads.join(scheduler.thread());
        Job late = job(PLAN, 2);
        scheduler.submit(List.of(late));
        assertMayComeAgain(late, "no such count");
        assertThat(scheduler.isBusy()).isFalse();
        assertThat(scheduler.failure()).get().isInstanceOf(AssertionError.class);
    }

    @Test
    void shouldNotTakeAStopForAFailure() {
        scheduler.start();
        scheduler.stop(new PerceptException(ErrorCode.STOPPING, "the test is over"));
        Threads.join(scheduler.thread());

        assertThat(scheduler.failure()).isEmpty();
    }

    /** How many plans are on their way to the decoder, which it asks before each round. */
    private int toCome(long headStart) {
        if (errant.get()) {
            throw new AssertionError("no such count");
        }
        return 0;
    }

    /** @param place its turn among the others */
    private static Job job(GenerationPlan plan, int place) {
        long now = System.nanoTime();
        return new Job(plan, Rank.of(now + place, 0), now, WorkerListener.NONE);
    }

    private static void assertMayComeAgain(Job job, String message) {
        await().until(job.result()::isDone);
        PerceptException failure = PerceptException.of(job.result().exceptionNow());
        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(failure.isPassing()).isTrue();
        assertThat(failure).hasMessageContaining(message);
    }
}
