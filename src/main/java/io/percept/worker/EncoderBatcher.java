package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.NoNumbers;
import io.percept.engine.PixelSource;
import io.percept.engine.VisionEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Collects images from everywhere into calls of the encoder, on a thread of its own. A batch goes as soon as it is full,
 * as its oldest image has waited for the delay, or as the decoder has nothing to do: company is worth waiting for only
 * while others work, and only if images come so fast that there will be some. What comes during a call is the next batch, so batches
 * grow with the load by themselves; and where many more wait than a batch takes, it may be larger than otherwise.
 *
 * <p>Futures are completed on the engine thread; their dependents must be quick.
 */
final class EncoderBatcher {

    private static final System.Logger LOG = System.getLogger(EncoderBatcher.class.getName());
    private static final long SLICE_NANOS = 500_000;

    /** So many times as many images wait as a call takes where it may be larger than usual: its company is then little of an image's wait. */
    private static final int BACKLOG = 8;

    /** An image that was asked for. It stops waiting once: the encoder takes it, or nobody wants it any more. */
    private final class Request implements EmbeddingCache.Turn {

        private final Rank rank;
        private final long arrivedNanos = System.nanoTime();
        private final CompletableFuture<ImageEmbedding> result = new CompletableFuture<>();
        private final AtomicBoolean waits = new AtomicBoolean(true);
        /** Null where nobody wanted it any more before the encoder took it. */
        private PixelSource image;

        Request(PixelSource image, Rank rank) {
            this.image = image;
            this.rank = rank;
        }

        @Override
        public CompletableFuture<ImageEmbedding> embedding() {
            return result;
        }

        @Override
        public boolean waits() {
            return waits.get();
        }

        @Override
        public boolean giveUp() {
            boolean waited = stopsWaiting();
            if (waited) {
                // It keeps its place until its turn, since a queue is slow to search. Its pixels must not wait so long.
                image = null;
            }
            return waited;
        }

        /** Whether it has waited until now. It does not count any more. */
        boolean stopsWaiting() {
            boolean waited = waits.compareAndSet(true, false);
            if (waited) {
                waitingByHeadStart.remove(rank.headStart());
            }
            return waited;
        }

        void refuse(PerceptException reason) {
            waits.set(false);
            result.completeExceptionally(reason);
        }
    }

    private final VisionEncoder encoder;
    private final int usualBatch;
    private final int backlogBatch;
    private final long delayNanos;
    private final BooleanSupplier decoderBusy;
    private final WorkerListener listener;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final RankedQueue<Request> waiting = new RankedQueue<>(request -> request.rank);
    /** The images that wait and are still wanted. Read without the lock. */
    private final HeadStartCounts waitingByHeadStart = new HeadStartCounts();
    /** What the engine has. */
    private volatile List<Request> underWay = List.of();

    private long lastArrivalNanos = System.nanoTime();
    /** Between two images, of late. */
    private double meanGapNanos;

    /** Why no more images are taken; null: they are. */
    private PerceptException stopped;

    EncoderBatcher(
            VisionEncoder encoder, int maxBatch, Duration delay, BooleanSupplier decoderBusy, WorkerListener listener) {
        this.encoder = encoder;
        this.usualBatch = Math.min(maxBatch, encoder.bestBatch());
        this.backlogBatch = Math.max(usualBatch, Math.min(maxBatch, encoder.backlogBatch()));
        this.delayNanos = delay.toNanos();
        this.decoderBusy = decoderBusy;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("percept-encoder").daemon().start(this::work);
    }

    /** @return where its embedding is cancelled, or it is given up, the image is not encoded unless the engine has it already */
    EmbeddingCache.Turn encode(PixelSource image, Rank rank) {
        Request request = new Request(image, rank);
        lock.lock();
        try {
            if (stopped != null) {
                request.refuse(stopped);
                return request;
            }
            waiting.add(request);
            waitingByHeadStart.add(rank.headStart());
            arrived(request.arrivedNanos);
            changed.signal();
        } finally {
            lock.unlock();
        }
        request.result.whenComplete((embedding, failure) -> request.giveUp());
        return request;
    }

    /**
     * Images that the engine does not have yet, that are still wanted, and whose priority gives them such a head start or a greater
     * one. Takes no lock: the decoder asks under its own, which is taken under this one's.
     */
    int waitingCount(long headStart) {
        return waitingByHeadStart.atLeast(headStart);
    }

    private void work() {
        List<Request> batch = List.of();
        boolean open = true;
        while (open) {
            try {
                batch = new ArrayList<>(backlogBatch);
                open = next(batch);
                if (open) {
                    run(batch);
                }
            } catch (RuntimeException | Error e) {
                failAll(batch, e);
            }
        }
    }

    /**
     * Ends what is in hand after a failure that is not the encoder's: its failed calls are dealt with where they are made. Nobody may wait
     * for ever, and nobody knows whose fault it was, so all may come again.
     */
    private static void failAll(List<Request> batch, Throwable cause) {
        PerceptException failure = PerceptException.passing(
                ErrorCode.ENGINE_FAILED,
                "The images of a call failed outside the encoder: %s; send it again.".formatted(cause),
                cause);
        batch.forEach(request -> request.result.completeExceptionally(failure));
        LOG.log(
                System.Logger.Level.ERROR,
                "The images of a call, %d in all, failed outside the encoder".formatted(batch.size()),
                cause);
    }

    /**
     * Waits for a batch; false means that the batcher is closed.
     *
     * @param batch empty, to be filled; what is taken from those that wait is in it, also where this fails
     */
    private boolean next(List<Request> batch) {
        lock.lock();
        try {
            while (stopped == null) {
                if (waiting.isEmpty()) {
                    changed.await();
                } else {
                    long left = delayLeft();
                    if (left > 0) {
                        // In slices, since the decoder does not say when it falls idle.
                        changed.await(Math.min(left, SLICE_NANOS), TimeUnit.NANOSECONDS);
                        continue;
                    }
                    take(batch);
                    if (!batch.isEmpty()) {
                        return true;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return false;
    }

    /** A gap counts for an eighth, and a long silence for no more than several delays: a burst is known by its first few images. */
    private void arrived(long now) {
        double gap = Math.min(now - lastArrivalNanos, 8.0 * delayNanos);
        meanGapNanos += (gap - meanGapNanos) / 8;
        lastArrivalNanos = now;
    }

    private long delayLeft() {
        if (waiting.size() >= usualBatch || meanGapNanos > delayNanos || !decoderBusy.getAsBoolean()) {
            return 0;
        }
        long now = System.nanoTime();
        return waiting.peek(now).arrivedNanos + delayNanos - now;
    }

    /** Adds none where nobody waits for any of the next images any more. */
    private void take(List<Request> batch) {
        int size = Math.clamp(waiting.size() / BACKLOG, usualBatch, backlogBatch);
        long now = System.nanoTime();
        while (batch.size() < size && !waiting.isEmpty()) {
            Request first = waiting.peek(now);
            // In one of the two whatever fails, or nobody would end it.
            batch.add(first);
            waiting.remove();
            if (!first.stopsWaiting() || first.result.isDone()) {
                batch.removeLast();
            }
        }
        // Under the lock, or `stop` could come between, and nobody would end these where the encoder hangs.
        // And a copy, since `fail` and `stop` read it without the lock, and an empty batch is filled later.
        underWay = List.copyOf(batch);
    }

    private void run(List<Request> batch) {
        long start = System.nanoTime();
        List<ImageEmbedding> embeddings;
        try {
            embeddings =
                    encoder.encode(batch.stream().map(request -> request.image).toList());
            if (!embeddings.stream().allMatch(ImageEmbedding::isFinite)) {
                throw new NoNumbers("An image");
            }
        } catch (RuntimeException | Error e) {
            listener.callFailed("encoder", batch.size());
            split(batch, e);
            return;
        }
        long oldest =
                batch.stream().mapToLong(request -> request.arrivedNanos).min().orElse(start);
        listener.encoded(batch.size(), start - oldest, System.nanoTime() - start);
        for (int i = 0; i < embeddings.size(); i++) {
            batch.get(i).result.complete(embeddings.get(i));
        }
    }

    /** Only the image that the encoder cannot take shall fail, not those that it came with. */
    private void split(List<Request> batch, Throwable cause) {
        if (batch.size() == 1) {
            batch.getFirst()
                    .result
                    .completeExceptionally(Blame.alone("The encoder failed on an image, also alone", cause));
            return;
        }
        int half = batch.size() / 2;
        run(batch.subList(0, half));
        run(batch.subList(half, batch.size()));
    }

    /** Fails an image that the engine has and does not give back. */
    void fail(PixelSource image, PerceptException reason) {
        underWay.stream()
                .filter(request -> request.image == image)
                .forEach(request -> request.result.completeExceptionally(reason));
    }

    /** Ends after the call that is under way; images fail, also those that the engine has, which may hang. Waits for nothing. */
    void stop(PerceptException reason) {
        List<Request> left;
        lock.lock();
        try {
            stopped = stopped == null ? reason : stopped;
            left = waiting.removeAll();
            waitingByHeadStart.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(request -> request.result.completeExceptionally(reason));
        underWay.forEach(request -> request.result.completeExceptionally(reason));
    }

    /** Ends when it is stopped and the call that is under way has ended. */
    Thread thread() {
        return thread;
    }
}
