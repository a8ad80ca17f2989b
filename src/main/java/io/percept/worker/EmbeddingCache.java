package io.percept.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.engine.ImageEmbedding;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Embeddings by the content of the image, for the workers of all engines. An image that is asked for while any of them encodes it
 * is not encoded twice; one that failed is forgotten. Thread-safe.
 */
final class EmbeddingCache {

    private final WorkerListener listener;
    private final Cache<ContentDigest, ImageEmbedding> known;
    private final ConcurrentMap<ContentDigest, CompletableFuture<ImageEmbedding>> underWay = new ConcurrentHashMap<>();

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
        CompletableFuture<ImageEmbedding> mine = new CompletableFuture<>();
        CompletableFuture<ImageEmbedding> others = underWay.putIfAbsent(image.digest(), mine);
        listener.embeddingAsked(others != null);
        if (others != null) {
            return others;
        }
        encoding.encode(image, rank).whenComplete((encoded, failure) -> end(image.digest(), mine, encoded, failure));
        return mine;
    }

    private void end(
            ContentDigest digest, CompletableFuture<ImageEmbedding> mine, ImageEmbedding embedding, Throwable failure) {
        if (failure == null) {
            // Known before it is no longer under way, so that nobody finds neither.
            known.put(digest, embedding);
        }
        underWay.remove(digest, mine);
        if (failure == null) {
            mine.complete(embedding);
        } else {
            mine.completeExceptionally(failure);
        }
    }
}
