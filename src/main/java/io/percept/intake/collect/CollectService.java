package io.percept.intake.collect;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Collects for as long as the application runs. A loop that fails is replaced after a back-off and goes on at its offsets. */
public final class CollectService implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CollectService.class);
    private static final Duration BACK_OFF = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Runnable topics;
    private final Supplier<CollectLoop> loops;
    private final String topic;
    private volatile Thread thread;
    private volatile CountDownLatch stop = new CountDownLatch(1);

    /**
     * @param topics creates those that are missing; fails where the broker does not answer
     * @param loops gives a new loop with a new consumer
     */
    CollectService(Runnable topics, Supplier<CollectLoop> loops, String topic) {
        this.topics = topics;
        this.loops = loops;
        this.topic = topic;
    }

    @Override
    public void start() {
        stop = new CountDownLatch(1);
        thread = Thread.ofPlatform().name("percept-collect").start(this::run);
    }

    @Override
    public void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stop.countDown();
        try {
            running.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            try {
                topics.run();
                loops.get().run(topic, () -> stop.getCount() > 0);
                stopped = true;
            } catch (IOException | RuntimeException e) {
                log.error("Collecting failed and starts again in {}", BACK_OFF, e);
                stopped = pause();
            }
        }
    }

    private boolean pause() {
        try {
            return stop.await(BACK_OFF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }
}
