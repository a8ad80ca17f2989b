package io.percept.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs a loop until it is stopped. A loop that fails is run again after a back-off, also where it met an error:
 * a library that does not load, or too little memory for one poll, must not end the thread while the process goes on as if
 * nothing were wrong. Starting and stopping is for one thread at a time; what the trouble is, any thread may ask.
 */
public final class RestartingLoop {

    private static final Logger log = LoggerFactory.getLogger(RestartingLoop.class);

    /** Runs for as long as it may. */
    public interface Body {

        /**
         * @param stoppedNanos when it was told to stop, by {@link System#nanoTime}; empty while it may run
         * @param works to be run when it has shown that it does its work: what the last run failed with is over
         */
        void run(Supplier<OptionalLong> stoppedNanos, Runnable works) throws Exception;
    }

    private final String name;
    private final Body body;
    private final Duration backOff;
    private volatile Thread thread;
    private volatile CountDownLatch stop = new CountDownLatch(1);
    private volatile OptionalLong stoppedNanos = OptionalLong.empty();
    private volatile String trouble;

    /**
     * @param name of the thread
     * @param backOff how long to wait after the body failed
     */
    public RestartingLoop(String name, Body body, Duration backOff) {
        this.name = name;
        this.body = body;
        this.backOff = backOff;
    }

    public void start() {
        stoppedNanos = OptionalLong.empty();
        stop = new CountDownLatch(1);
        thread = Thread.ofPlatform().name(name).start(this::run);
    }

    /** Tells the loop to end and waits for it, at most so long. Does nothing where it was not started. */
    public void stop(Duration atMost) {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stoppedNanos = OptionalLong.of(System.nanoTime());
        stop.countDown();
        try {
            running.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    public boolean isRunning() {
        return thread != null;
    }

    /** Why nothing is done at present, if so: what the last run failed with, until one has shown that it does its work. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            try {
                body.run(() -> stoppedNanos, () -> trouble = null);
                stopped = true;
            } catch (Throwable e) {
                failed(e);
                stopped = pause();
            }
        }
    }

    private void failed(Throwable reason) {
        trouble = reason instanceof Exception && reason.getMessage() != null ? reason.getMessage() : reason.toString();
        if (stoppedNanos.isPresent()) {
            log.error("The loop of {} failed while stopping", name, reason);
        } else {
            log.error("The loop of {} failed and starts again in {}", name, backOff, reason);
        }
    }

    private boolean pause() {
        try {
            return stop.await(backOff.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }
}
