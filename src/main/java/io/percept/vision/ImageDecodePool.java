package io.percept.vision;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Prepares images on a few threads of its own, each image within a time limit, so that neither many nor wicked images
 * take the service's memory or processors: at most {@code threads} pictures are in memory decoded. The others wait as the
 * bytes that their submitters hold anyway, so it is those who bound them: the budget of intake, the places for fetched
 * images, the connections of the web server. No thread waits, least of all the one that polls. Thread-safe.
 */
public final class ImageDecodePool implements AutoCloseable {

    private final ImagePreprocessor preprocessor;
    private final Duration limit;
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;

    /**
     * @param threads how many images are decoded at once
     * @param limit from the start of an image's decoding
     */
    public ImageDecodePool(ImagePreprocessor preprocessor, int threads, Duration limit) {
        this.preprocessor = preprocessor;
        this.limit = limit;
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("image-decode-", 0).daemon().factory());
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("image-decode-limit").daemon().factory());
    }

    /**
     * Prepares an image, after those that came before. Returns at once.
     *
     * @return fails with the {@link PerceptException} of {@link ImagePreprocessor#prepareFrames}, with IMAGE_TOO_LARGE where
     *     the time limit was passed, with STOPPING where the pool was closed
     */
    public CompletableFuture<PreparedFrames> prepare(byte[] bytes) {
        CompletableFuture<PreparedFrames> result = new CompletableFuture<>();
        try {
            threads.execute(() -> run(bytes, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(stopping());
        }
        return result;
    }

    private void run(byte[] bytes, CompletableFuture<PreparedFrames> result) {
        Watch watch = new Watch(Thread.currentThread());
        try {
            if (threads.isShutdown()) {
                throw stopping();
            }
            Future<?> alarm = clock.schedule(() -> stop(watch, result), limit.toMillis(), TimeUnit.MILLISECONDS);
            result.complete(preprocessor.prepareFrames(bytes));
            alarm.cancel(false);
        } catch (CancellationException | RejectedExecutionException e) {
            result.completeExceptionally(stopping());
        } catch (OutOfMemoryError e) {
            result.completeExceptionally(new PerceptException(
                    ErrorCode.IMAGE_TOO_LARGE, "the image does not fit into memory; send a smaller version", e));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        } finally {
            watch.end();
        }
    }

    private void stop(Watch watch, CompletableFuture<PreparedFrames> result) {
        result.completeExceptionally(overTime());
        watch.interrupt();
    }

    private PerceptException overTime() {
        return new PerceptException(
                ErrorCode.IMAGE_TOO_LARGE,
                "decoding the image took longer than " + limit.toMillis() + " ms; send a smaller version of the image");
    }

    private static PerceptException stopping() {
        return new PerceptException(ErrorCode.STOPPING, "the service is stopping; the image will be read again");
    }

    /** Stops at once: what is being decoded is interrupted, what waits fails with STOPPING. */
    @Override
    public void close() {
        threads.shutdownNow().forEach(Runnable::run);
        clock.shutdownNow();
    }

    /** Interrupts a thread for as long as it works on one image, and never after. */
    private static final class Watch {

        private final Thread worker;
        private boolean over;
        private boolean fired;

        Watch(Thread worker) {
            this.worker = worker;
        }

        synchronized void interrupt() {
            if (!over) {
                fired = true;
                worker.interrupt();
            }
        }

        synchronized void end() {
            over = true;
            if (fired) {
                // The interrupt was meant for this image alone.
                Thread.interrupted();
            }
        }
    }
}
