package io.percept.intake.collect;

import io.percept.intake.RestartingLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final RestartingLoop loop;
    private volatile String trouble;

    /**
     * @param topics creates those that are missing; fails where the broker does not answer
     * @param loops gives a new loop with a new consumer
     */
    CollectService(Runnable topics, Supplier<CollectLoop> loops, String topic) {
        this.topics = topics;
        this.loops = loops;
        this.topic = topic;
        this.loop = new RestartingLoop("percept-collect", this::run, this::failed, BACK_OFF);
    }

    /** Why nothing is collected at present, if so: what the last loop failed with, until one has committed. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
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

    private void run(BooleanSupplier running) throws IOException {
        topics.run();
        loops.get().run(topic, running, () -> trouble = null);
    }

    private void failed(Exception reason) {
        trouble = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        log.error("Collecting failed and starts again in {}", BACK_OFF, reason);
    }
}
