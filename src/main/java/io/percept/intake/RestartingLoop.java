package io.percept.intake;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A thread that runs a loop until it is stopped. A loop that fails is run again after a back-off, also where it met an error:
 * a library that does not load, or too little memory for one poll, must not end the thread while the process goes on as if
 * nothing were wrong. Starting and stopping is for one thread at a time.
 */
public final class RestartingLoop {

    /** Runs for as long as it is told to. */
    public interface Body {

        void run(BooleanSupplier running) throws Exception;
    }

    private final String name;
    private final Body body;
    private final Consumer<Exception> failed;
    private final Duration backOff;
    private volatile Thread thread;
    private volatile CountDownLatch stop = new CountDownLatch(1);
    private volatile OptionalLong stoppedNanos = OptionalLong.empty();

    /**
     * @param name of the thread
     * @param failed is told why the loop ended, before the back-off; an error comes as the cause of an exception with its name
     */
    public RestartingLoop(String name, Body body, Consumer<Exception> failed, Duration backOff) {
        this.name = name;
        this.body = body;
        this.failed = failed;
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

    /** When it was told to stop, by {@link System#nanoTime}; empty while it may run. For any thread. */
    OptionalLong stoppedNanos() {
        return stoppedNanos;
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            try {
                body.run(() -> stop.getCount() > 0);
                stopped = true;
            } catch (Exception e) {
                failed.accept(e);
                stopped = pause();
            } catch (Throwable e) {
                failed.accept(new IllegalStateException(e.toString(), e));
                stopped = pause();
            }
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
