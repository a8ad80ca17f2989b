package io.percept.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/**
 * Takes events in for as long as the application runs. A consumer that fails is replaced after a back-off and goes on at
 * the committed offsets. Stopping waits for the events in flight until the drain timeout.
 */
public final class EventIntake implements SmartLifecycle {

    /** Beyond the drain timeout, for closing the consumer. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final RestartingLoop loop;
    private final Duration drainTimeout;

    /**
     * @param topics creates those that are missing; fails where the broker does not answer
     * @param loops gives a new loop with a new consumer
     */
    EventIntake(Runnable topics, Supplier<EventLoop> loops, String topic, IntakeProperties properties) {
        this.loop = new RestartingLoop(
                "percept-intake",
                (stoppedNanos, works) -> {
                    topics.run();
                    loops.get().run(topic, stoppedNanos, works);
                },
                properties.restartBackOff());
        this.drainTimeout = properties.drainTimeout();
    }

    /** Why no events are taken in at present, if so; see {@link RestartingLoop#trouble}. */
    public Optional<String> trouble() {
        return loop.trouble();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop(drainTimeout.plus(CLOSE));
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
