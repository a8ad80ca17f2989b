package io.percept.intake;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes events in for as long as the application runs. A consumer that fails is replaced after a back-off and goes on at
 * the committed offsets. Stopping waits for the events in flight until the drain timeout.
 */
public final class EventIntake implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

    private final Runnable topics;
    private final Supplier<EventLoop> loops;
    private final String topic;
    private final IntakeProperties properties;
    private final RestartingLoop loop;
    private volatile String trouble;

    /**
     * @param topics creates those that are missing; fails where the broker does not answer
     * @param loops gives a new loop with a new consumer
     */
    EventIntake(Runnable topics, Supplier<EventLoop> loops, String topic, IntakeProperties properties) {
        this.topics = topics;
        this.loops = loops;
        this.topic = topic;
        this.properties = properties;
        this.loop = new RestartingLoop("percept-intake", running -> run(), this::failed, properties.restartBackOff());
    }

    /** Why no events are taken in at present, if so: what the last loop failed with, until one has shown that it does its work. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop(properties.drainTimeout().plusSeconds(5));
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    @Override
    public boolean isAutoStartup() {
        return properties.enabled();
    }

    private void run() {
        topics.run();
        loops.get().run(topic, loop::stoppedNanos, () -> trouble = null);
    }

    private void failed(Exception reason) {
        trouble = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        log.error("Intake failed and starts again in {}", properties.restartBackOff(), reason);
    }
}
