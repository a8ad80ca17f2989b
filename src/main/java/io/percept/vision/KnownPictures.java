package io.percept.vision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Prepared images by the content of the file, those that are there and those that are being made, so that a picture that is sent again
 * and again is decoded once. By hand, since Caffeine's cache of futures logs each that fails with its trace, and anybody can send a bad
 * picture. Thread-safe.
 */
final class KnownPictures {

    private final Cache<ContentDigest, PreparedFrames> known;
    private final ConcurrentMap<ContentDigest, CompletableFuture<PreparedFrames>> underWay = new ConcurrentHashMap<>();

    /** @param maxBytes of pixels that are kept; 0: only what is being made is shared */
    KnownPictures(long maxBytes) {
        this.known = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((ContentDigest digest, PreparedFrames frames) -> bytes(frames))
                .build();
    }

    private static int bytes(PreparedFrames frames) {
        return frames.frames().stream()
                .mapToInt(frame -> frame.image().rgb().length)
                .sum();
    }

    /**
     * What another one has of the same file, at once or when it has it.
     *
     * @param mine what others are given from now on, where there is nothing yet; it must then be {@linkplain #end ended}
     */
    Optional<CompletableFuture<PreparedFrames>> find(ContentDigest digest, CompletableFuture<PreparedFrames> mine) {
        PreparedFrames frames = known.getIfPresent(digest);
        return frames != null
                ? Optional.of(CompletableFuture.completedFuture(frames))
                : Optional.ofNullable(underWay.putIfAbsent(digest, mine));
    }

    /** Keeps what was made. To be called before it is given to anybody, so that nobody finds neither. */
    void keep(ContentDigest digest, PreparedFrames frames) {
        known.put(digest, frames);
    }

    /** It is no longer being made. */
    void end(ContentDigest digest, CompletableFuture<PreparedFrames> mine) {
        underWay.remove(digest, mine);
    }
}
