package io.percept.intake.collect;

import io.percept.intake.RestartingLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/** Collects for as long as the application runs. A loop that fails is replaced after a back-off and goes on at its offsets. */
public final class CollectService implements SmartLifecycle {

    private static final Duration BACK_OFF = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final RestartingLoop loop;

    /**
     * @param topics creates those that are missing; fails where the broker does not answer
     * @param loops gives a new loop with a new consumer
     */
    CollectService(Runnable topics, Supplier<CollectLoop> loops, String topic) {
        this.loop = new RestartingLoop(
                "percept-collect",
                (stoppedNanos, works) -> {
                    topics.run();
                    loops.get().run(topic, () -> stoppedNanos.get().isEmpty(), works);
                },
                BACK_OFF);
    }

    /** Why nothing is collected at present, if so; see {@link RestartingLoop#trouble}. */
    public Optional<String> trouble() {
        return loop.trouble();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop(STOP);
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
