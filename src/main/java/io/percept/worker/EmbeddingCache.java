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

/**
 * Embeddings by the content of the image, for the workers of all engines. An image that is asked for while any of them encodes it
 * is not encoded twice; one that failed is forgotten. It has the turn of the most urgent that asks for it: where that one comes after
 * others, the image is queued once more, and what comes second to the encoder is dropped. Thread-safe.
 */
final class EmbeddingCache {

    private final WorkerListener listener;
    private final Cache<ContentDigest, ImageEmbedding> known;
    private final ConcurrentMap<ContentDigest, Asked> underWay = new ConcurrentHashMap<>();

    /** An image that an encoder has or is going to have. */
    private static final class Asked {

        private final CompletableFuture<ImageEmbedding> result = new CompletableFuture<>();
        private Rank rank;

        Asked(Rank rank) {
            this.rank = rank;
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
    CompletableFuture<ImageEmbedding> get(PreparedImage image, Rank rank, Encoding encoding) {
        ImageEmbedding embedding = known.getIfPresent(image.digest());
        if (embedding != null) {
            listener.embeddingAsked(true);
            return CompletableFuture.completedFuture(embedding);
        }
        Asked mine = new Asked(rank);
        Asked others = underWay.putIfAbsent(image.digest(), mine);
        listener.embeddingAsked(others != null);
        if (others == null) {
            ask(mine, image, rank, encoding);
            return mine.result;
        }
        if (others.hastens(rank, System.nanoTime())) {
            ask(others, image, rank, encoding);
        }
        return others.result;
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
