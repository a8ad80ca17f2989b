package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RestartingLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AtomicInteger runs = new AtomicInteger();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();

    @Test
    void shouldRunAgainAfterAnException() {
        assertRunsAgainAfter(() -> {
            throw new IllegalStateException("no broker");
        });

        assertThat(failures).singleElement().hasToString("java.lang.IllegalStateException: no broker");
    }

    @Test
    void shouldRunAgainAfterAnError() {
        assertRunsAgainAfter(() -> {
            throw new UnsatisfiedLinkError("no lz4 here");
        });

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessage("java.lang.UnsatisfiedLinkError: no lz4 here")
                .hasCauseInstanceOf(UnsatisfiedLinkError.class));
    }

    @Test
    void shouldTellSinceWhenItIsToStop() {
        RestartingLoop loop = new RestartingLoop("restarting", running -> {}, failures::add, Duration.ofMillis(1));
        loop.start();
        assertThat(loop.stoppedNanos()).isEmpty();
        long before = System.nanoTime();

        loop.stop(LIMIT);

        assertThat(loop.stoppedNanos().orElseThrow() - before).isNotNegative();
    }

    private void assertRunsAgainAfter(Runnable failing) {
        RestartingLoop loop = new RestartingLoop(
                "restarting",
                running -> {
                    if (runs.incrementAndGet() == 1) {
                        failing.run();
                    }
                },
                failures::add,
                Duration.ofMillis(1));

        loop.start();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(runs).hasValue(2));
        loop.stop(LIMIT);
    }
}
