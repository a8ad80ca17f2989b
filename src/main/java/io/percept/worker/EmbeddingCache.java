package io.percept.worker;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.engine.ImageEmbedding;
import io.percept.vision.ContentDigest;
import io.percept.vision.Normalisation;
import io.percept.vision.PreparedImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Embeddings by the content of the image. An image that is asked for while it is being encoded is not encoded twice; one
 * that failed is forgotten. Thread-safe.
 */
final class EmbeddingCache {

    private final EncoderBatcher batcher;
    private final Normalisation normalisation;
    private final WorkerListener listener;
    private final AsyncCache<ContentDigest, ImageEmbedding> cache;

    EmbeddingCache(EncoderBatcher batcher, Normalisation normalisation, long maxBytes, WorkerListener listener) {
        this.batcher = batcher;
        this.normalisation = normalisation;
        this.listener = listener;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((ContentDigest digest, ImageEmbedding embedding) -> embedding.bytes())
                .buildAsync();
    }

    CompletableFuture<ImageEmbedding> get(PreparedImage image, long rank) {
        CompletableFuture<ImageEmbedding> known = cache.getIfPresent(image.digest());
        listener.embeddingAsked(known != null);
        return known != null ? known : cache.get(image.digest(), (digest, executor) -> encode(image, rank));
    }

    /** Embeddings of several images, in order. Fails if one of them does. */
    CompletableFuture<List<ImageEmbedding>> getAll(List<PreparedImage> images, long rank) {
        List<CompletableFuture<ImageEmbedding>> each =
                images.stream().map(image -> get(image, rank)).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(done -> each.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<ImageEmbedding> encode(PreparedImage image, long rank) {
        return batcher.encode(chw -> normalisation.writeTo(chw, image), rank);
    }
}
