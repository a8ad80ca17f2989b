package io.percept.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.contract.Relay;
import io.percept.engine.ImageEmbedding;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Embeddings by the content of the image, for the workers of all engines. An image that is asked for while any of them encodes it
 * is not encoded twice; one that failed is forgotten, and so is one that all who asked for it have given back. It has the turn of the
 * most urgent that asks for it: where that one comes after others, the image is queued once more, and what comes second to the encoder
 * is dropped. Thread-safe.
 */
final class EmbeddingCache {

    private final WorkerListener listener;
    private final Cache<ContentDigest, ImageEmbedding> known;
    private final ConcurrentMap<ContentDigest, Asked> underWay = new ConcurrentHashMap<>();

    /** An image that an encoder has or is going to have. */
    private static final class Asked {

        private final CompletableFuture<ImageEmbedding> result = new CompletableFuture<>();
        /** Who waits for it. Changed within a step of the map alone; with the last one it leaves the map for good. */
        private final AtomicInteger sharers = new AtomicInteger(1);

        private Rank rank;

        Asked(Rank rank) {
            this.rank = rank;
        }

        Asked shared() {
            sharers.incrementAndGet();
            return this;
        }

        /** Whether it has an earlier turn from now on. */
        synchronized boolean hastens(Rank other, long now) {
            if (other.at(now) >= rank.at(now)) {
                return false;
            }
            rank = other;
            return true;
        }
    }

    /** What one who asked for an image has of it. */
    final class Share {

        private final ContentDigest digest;
        private final Asked asked;

        private Share(ContentDigest digest, Asked asked) {
            this.digest = digest;
            this.asked = asked;
        }

        /** Cancelled where all shares were given back before the image was encoded. */
        CompletableFuture<ImageEmbedding> embedding() {
            return asked.result;
        }

        /**
         * Says that the image is not wanted any more. To be called once at most. With the last share it is not encoded, unless an encoder has
         * it already.
         */
        void giveBack() {
            if (asked.result.isDone()) {
                return;
            }
            // One step with that of `get`: who asks is in time to share, or begins anew.
            underWay.computeIfPresent(
                    digest,
                    (any, current) -> current == asked && asked.sharers.decrementAndGet() == 0 ? null : current);
            if (asked.sharers.get() == 0) {
                // Outside of the step, since it ends up in this map again.
                asked.result.cancel(false);
            }
        }
    }

    /** Encodes an image. */
    interface Encoding {

        CompletableFuture<ImageEmbedding> encode(PreparedImage image, Rank rank);
    }

    EmbeddingCache(long maxBytes, WorkerListener listener) {
        this.listener = listener;
        this.known = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((ContentDigest digest, ImageEmbedding embedding) -> embedding.bytes())
                .build();
    }

    /** @param encoding of the worker that asks; used where nobody has encoded the image */
    Share get(PreparedImage image, Rank rank, Encoding encoding) {
        Asked mine = new Asked(rank);
        ImageEmbedding embedding = known.getIfPresent(image.digest());
        if (embedding != null) {
            listener.embeddingAsked(true);
            mine.result.complete(embedding);
            return new Share(image.digest(), mine);
        }
        Asked asked = underWay.merge(image.digest(), mine, (others, any) -> others.shared());
        listener.embeddingAsked(asked != mine);
        if (asked == mine || asked.hastens(rank, System.nanoTime())) {
            ask(asked, image, rank, encoding);
        }
        return new Share(image.digest(), asked);
    }

    private void ask(Asked asked, PreparedImage image, Rank rank, Encoding encoding) {
        CompletableFuture<ImageEmbedding> encoded = encoding.encode(image, rank);
        encoded.whenComplete((embedding, failure) -> end(image.digest(), asked, embedding, failure));
        asked.result.whenComplete((embedding, failure) -> encoded.cancel(false));
    }

    private void end(ContentDigest digest, Asked mine, ImageEmbedding embedding, Throwable failure) {
        if (failure == null) {
            // Known before it is no longer under way, so that nobody finds neither.
            known.put(digest, embedding);
        }
        underWay.remove(digest, mine);
        new Relay<>(mine.result).accept(embedding, failure);
    }
}
