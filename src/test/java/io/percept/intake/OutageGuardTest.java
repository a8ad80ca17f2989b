package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OutageGuardTest {

    private static final Duration WAIT = Duration.ofMillis(1);
    private static final PerceptException BUSY = PerceptException.passing(ErrorCode.ENGINE_BUSY, "busy", null);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OutageGuard outages =
            new OutageGuard(new DeadLetterProperties(1, 1, Duration.ofHours(1), WAIT, WAIT), registry);
    private final AtomicBoolean trying = new AtomicBoolean();
    private final CompletableFuture<Void> ending = new CompletableFuture<>();

    @Test
    void shouldCountAnEventAsWaitingUntilItHasEnded() {
        CompletableFuture<Void> ended = outages.await(BUSY, 0, this::tryAgain);

        await().untilTrue(trying);
        assertThat(waiting()).isEqualTo(1);

        ending.complete(null);
        ended.join();
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldCountAnEventOnceThatWaitsAgain() {
        CompletableFuture<Void> ended = outages.await(BUSY, 0, () -> outages.await(BUSY, 1, this::tryAgain));

        await().untilTrue(trying);
        assertThat(waiting()).isEqualTo(1);

        ending.complete(null);
        ended.join();
        assertThat(waiting()).isZero();
    }

    private CompletableFuture<Void> tryAgain() {
        trying.set(true);
        return ending;
    }

    private double waiting() {
        return registry.get("percept.intake.waiting").gauge().value();
    }
}
