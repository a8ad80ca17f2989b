package io.percept.vision;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Priority;
import io.percept.contract.Relay;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Prepares images on a few threads of its own, each image within a limit of processor time, so that neither many nor wicked images
 * take the service's memory or processors: at most {@code threads} pictures are in memory decoded, and of large ones fewer,
 * as {@link DecodeRoom} has it. The others wait as the bytes that their submitters hold anyway, so it is those who bound them: the
 * budget of intake, the places for fetched images, the connections of the web server. No thread but these waits, least of all the one
 * that polls. Thread-safe.
 *
 * <p>Images go by the time at which they came, plus the time that their pixels will take, less a head start for their priority. So
 * a thumbnail need not wait for the photographs that came just before it, and no photograph waits for ever.
 */
public final class ImageDecodePool implements AutoCloseable {

    /** A pixel of the file takes about so long on one core: 12 megapixels of JPEG, reduced while they are decoded, 25 ms. */
    private static final long NANOS_PER_PIXEL = 2;

    /** Between two looks at an image whose time is nearly used up. */
    private static final long SHORTEST_LOOK_NANOS = 1_000_000;

    private final ImagePreprocessor preprocessor;
    private final Duration limit;
    private final DecodeRoom room;
    private final ProcessorTime time;
    private final KnownPictures known;
    private final PictureListener listener;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService clock;

    /**
     * @param threads how many images are decoded at once
     * @param limit of processor time for the decoding of an image, so that none is refused because the process was stopped or others had
     *     the processors; where the JVM does not count that, of time from the start of the decoding
     * @param cacheBytes pixels that are kept for images that come again
     */
    public ImageDecodePool(
            ImagePreprocessor preprocessor, int threads, Duration limit, long cacheBytes, PictureListener listener) {
        this(preprocessor, threads, limit, cacheBytes, listener, DecodeRoom.inHeap(), ProcessorTime.ofJvm());
    }

    ImageDecodePool(
            ImagePreprocessor preprocessor,
            int threads,
            Duration limit,
            long cacheBytes,
            PictureListener listener,
            DecodeRoom room,
            ProcessorTime time) {
        this.preprocessor = preprocessor;
        this.limit = limit;
        this.room = room;
        this.time = time;
        this.known = new KnownPictures(cacheBytes);
        this.listener = listener;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                Thread.ofPlatform().name("image-decode-", 0).daemon().factory());
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("image-decode-limit").daemon().factory());
    }

    /**
     * Prepares an image. Returns at once; a file that its header alone rules out is refused without a turn.
     *
     * @param priority higher goes first; 0 is normal
     * @return fails with the {@link PerceptException} of {@link ImagePreprocessor#prepareFrames}, with IMAGE_TOO_LARGE where
     *     the time limit was passed, with STOPPING where the pool was closed
     */
    public CompletableFuture<PreparedFrames> prepare(byte[] bytes, int priority) {
        CompletableFuture<PreparedFrames> result = new CompletableFuture<>();
        try {
            CheckedImage image = preprocessor.check(bytes);
            long now = System.nanoTime();
            long rank = now + image.header().pixels() * NANOS_PER_PIXEL - Priority.headStartNanos(priority);
            threads.execute(new Waiting(image, now, rank, result));
        } catch (PerceptException e) {
            result.completeExceptionally(e);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(stopping());
        }
        return result;
    }

    /** Images that wait for their turn. */
    public int waiting() {
        return threads.getQueue().size();
    }

    private final class Waiting implements Runnable, Comparable<Waiting> {

        private final CheckedImage image;
        private final long arrivedNanos;
        private final long rank;
        private final CompletableFuture<PreparedFrames> result;

        Waiting(CheckedImage image, long arrivedNanos, long rank, CompletableFuture<PreparedFrames> result) {
            this.image = image;
            this.arrivedNanos = arrivedNanos;
            this.rank = rank;
            this.result = result;
        }

        @Override
        public void run() {
            listener.waited(Duration.ofNanos(System.nanoTime() - arrivedNanos));
            ContentDigest digest = ContentDigest.of(image.bytes());
            Optional<CompletableFuture<PreparedFrames>> others = known.find(digest, result);
            listener.asked(others.isPresent());
            if (others.isPresent()) {
                others.get().whenComplete(new Relay<>(result));
                return;
            }
            long start = System.nanoTime();
            try {
                work(image, digest, result);
            } finally {
                known.end(digest, result);
                listener.worked(Duration.ofNanos(System.nanoTime() - start));
            }
        }

        @Override
        public int compareTo(Waiting other) {
            return Long.signum(rank - other.rank);
        }
    }

    private void work(CheckedImage image, ContentDigest digest, CompletableFuture<PreparedFrames> result) {
        try {
            if (threads.isShutdown()) {
                throw stopping();
            }
            PreparedFrames frames;
            try (DecodeRoom.Held held = room.take(preprocessor.memory(image))) {
                frames = decode(image, digest, result);
            }
            known.keep(digest, frames);
            result.complete(frames);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.completeExceptionally(stopping());
        } catch (CancellationException | RejectedExecutionException e) {
            result.completeExceptionally(stopping());
        } catch (OutOfMemoryError e) {
            result.completeExceptionally(new PerceptException(
                    ErrorCode.IMAGE_TOO_LARGE, "the image does not fit into memory; send a smaller version", e));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** The time limit begins here: who waits for room waits for others, each of which has a limit of its own. */
    private PreparedFrames decode(CheckedImage image, ContentDigest digest, CompletableFuture<PreparedFrames> result) {
        Watch watch = new Watch(Thread.currentThread(), result);
        try {
            watch.lookAfter(limit.toNanos());
            return preprocessor.prepareFrames(image, digest);
        } finally {
            watch.end();
        }
    }

    private PerceptException overTime() {
        return new PerceptException(
                ErrorCode.IMAGE_TOO_LARGE,
                "decoding the image took longer than " + limit.toMillis()
                        + " ms of processor time; send a smaller version of the image");
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

    /**
     * Interrupts a thread that has used up the time of the image it works on, and never after that work. What is left of the time cannot be
     * used up before as much has gone by, and then is the next look.
     */
    private final class Watch {

        private final Thread worker;
        private final CompletableFuture<PreparedFrames> result;
        private final long startNanos;
        private Future<?> next;
        private boolean over;
        private boolean fired;

        Watch(Thread worker, CompletableFuture<PreparedFrames> result) {
            this.worker = worker;
            this.result = result;
            this.startNanos = time.nanosOf(worker);
        }

        synchronized void lookAfter(long nanos) {
            next = clock.schedule(this::look, Math.max(nanos, SHORTEST_LOOK_NANOS), TimeUnit.NANOSECONDS);
        }

        private void look() {
            if (hasTimeLeft()) {
                return;
            }
            // Before the interrupt, which by itself means that the service stops.
            result.completeExceptionally(overTime());
            interrupt();
        }

        /** True as well where the work is over. */
        private synchronized boolean hasTimeLeft() {
            if (over) {
                return true;
            }
            long left = limit.toNanos() - (time.nanosOf(worker) - startNanos);
            if (left > 0) {
                lookAfter(left);
            }
            return left > 0;
        }

        private synchronized void interrupt() {
            if (!over) {
                fired = true;
                worker.interrupt();
            }
        }

        synchronized void end() {
            over = true;
            if (next != null) {
                next.cancel(false);
            }
            if (fired) {
                // The interrupt was meant for this image alone.
                Thread.interrupted();
            }
        }
    }
}
