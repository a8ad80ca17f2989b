package io.percept.intake;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private final TopicProvisioner provisioner;
    private final Supplier<EventLoop> loops;
    private final String topic;
    private final IntakeProperties properties;
    private volatile Thread thread;
    private volatile CountDownLatch stop = new CountDownLatch(1);
    private volatile String trouble;

    /** @param loops gives a new loop with a new consumer */
    EventIntake(TopicProvisioner provisioner, Supplier<EventLoop> loops, String topic, IntakeProperties properties) {
        this.provisioner = provisioner;
        this.loops = loops;
        this.topic = topic;
        this.properties = properties;
    }

    /** Why no events are taken in at present, if so. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void start() {
        stop = new CountDownLatch(1);
        thread = Thread.ofPlatform().name("percept-intake").start(this::run);
    }

    @Override
    public void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stop.countDown();
        try {
            running.join(properties.drainTimeout().plusSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public boolean isAutoStartup() {
        return properties.enabled();
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            try {
                provisioner.createMissing();
                trouble = null;
                loops.get().run(topic, () -> stop.getCount() > 0);
                stopped = true;
            } catch (RuntimeException e) {
                trouble = e.getMessage();
                log.error("Intake failed and starts again in {}", properties.restartBackOff(), e);
                stopped = pause();
            }
        }
    }

    private boolean pause() {
        try {
            return stop.await(properties.restartBackOff().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }
}
