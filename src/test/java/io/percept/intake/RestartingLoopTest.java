package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RestartingLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void shouldRunAgainAfterAnException() {
        RestartingLoop loop = ranAgainAfter(() -> {
            throw new IllegalStateException("no broker");
        });

        assertThat(loop.trouble()).hasValue("no broker");
    }

    @Test
    void shouldRunAgainAfterAnError() {
        RestartingLoop loop = ranAgainAfter(() -> {
            throw new UnsatisfiedLinkError("no lz4 here");
        });

        assertThat(loop.trouble()).hasValue("java.lang.UnsatisfiedLinkError: no lz4 here");
    }

    @Test
    void shouldForgetItsTroubleOnceItWorks() {
        CountDownLatch seen = new CountDownLatch(1);
        RestartingLoop loop = new RestartingLoop(
                "restarting",
                (stoppedNanos, works) -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("no broker");
                    }
                    seen.await();
                    works.run();
                },
                Duration.ofMillis(1));
        loop.start();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(loop.trouble()).hasValue("no broker"));

        seen.countDown();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(loop.trouble()).isEmpty());
        loop.stop(LIMIT);
    }

    @Test
    void shouldTellSinceWhenItIsToStop() {
        AtomicReference<Supplier<OptionalLong>> told = new AtomicReference<>();
        RestartingLoop loop =
                new RestartingLoop("restarting", (stoppedNanos, works) -> told.set(stoppedNanos), Duration.ofMillis(1));
        loop.start();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(told.get()).isNotNull());
        assertThat(told.get().get()).isEmpty();
        long before = System.nanoTime();

        loop.stop(LIMIT);

        assertThat(told.get().get().orElseThrow() - before).isNotNegative();
    }

    @Test
    void shouldNotSayThatItStartsAgainWhereItFailsWhileItIsToStop(CapturedOutput log) {
        RestartingLoop loop = new RestartingLoop(
                "restarting",
                (stoppedNanos, works) -> {
                    while (stoppedNanos.get().isEmpty()) {
                        Thread.onSpinWait();
                    }
                    throw new IllegalStateException("no broker");
                },
                Duration.ofMillis(1));
        loop.start();

        loop.stop(LIMIT);

        assertThat(log).contains("failed while stopping").doesNotContain("starts again");
    }

    private RestartingLoop ranAgainAfter(Runnable failing) {
        RestartingLoop loop = new RestartingLoop(
                "restarting",
                (stoppedNanos, works) -> {
                    if (runs.incrementAndGet() == 1) {
                        failing.run();
                    }
                },
                Duration.ofMillis(1));

        loop.start();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(runs).hasValue(2));
        loop.stop(LIMIT);
        return loop;
    }
}
