package io.percept.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.contract.Relay;
import io.percept.engine.ImageEmbedding;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Embeddings by the content of the image, for the workers of all engines. An image that is asked for while any of them encodes it
 * is not encoded twice; one that failed is forgotten, and so is one that all who asked for it have given back before an encoder took it.
 * It has the turn of the most urgent that asks for it: where that one comes after others, the image is queued once more, and what comes
 * second to the encoder is dropped. Thread-safe.
 */
final class EmbeddingCache {

    private final WorkerListener listener;
    private final Cache<ContentDigest, ImageEmbedding> known;
    private final ConcurrentMap<ContentDigest, Asked> underWay = new ConcurrentHashMap<>();

    /** An image that an encoder has or is going to have. */
    private static final class Asked {

        private final CompletableFuture<ImageEmbedding> result = new CompletableFuture<>();
        /** Who waits for it. Changed within a step of the map alone. */
        private final AtomicInteger sharers = new AtomicInteger(1);

        private final List<Turn> turns = new ArrayList<>();
        private Rank rank;
        private volatile boolean givenUp;

        Asked(Rank rank) {
            this.rank = rank;
        }

        Asked shared() {
            sharers.incrementAndGet();
            return this;
        }

        synchronized void waitsFor(Turn turn) {
            turns.add(turn);
        }

        /** Whether it has an earlier turn from now on. It needs none where an encoder has it. */
        synchronized boolean hastens(Rank other, long now) {
            if (other.at(now) >= rank.at(now) || !turns.stream().allMatch(Turn::waits)) {
                return false;
            }
            rank = other;
            return true;
        }

        /**
         * Goes on without one of those who wait for it. Without the last one it is given up, unless an encoder has it: its embedding is good
         * for the next who asks, and an image that makes the encoder hang must not be tried on another one meanwhile.
         *
         * @return whether it is given up: no encoder is going to have it
         */
        synchronized boolean leave() {
            if (sharers.decrementAndGet() > 0) {
                return false;
            }
            boolean allWaited = true;
            for (Turn turn : turns) {
                // Each of them: beside one that an encoder has, the others are of no use.
                allWaited &= turn.giveUp();
            }
            givenUp = allWaited;
            return allWaited;
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

        /** Cancelled where all shares were given back before an encoder took the image. */
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
            underWay.computeIfPresent(digest, (any, current) -> current == asked && asked.leave() ? null : current);
            if (asked.givenUp) {
                // Outside of the step, since it ends up in this map again.
                asked.result.cancel(false);
            }
        }
    }

    /** An image's turn at an encoder. */
    interface Turn {

        CompletableFuture<ImageEmbedding> embedding();

        /** Whether the encoder has yet to take the image. */
        boolean waits();

        /** Says that the encoder shall not take it; false where it does not wait any more. The embedding ends by neither. */
        boolean giveUp();
    }

    /** Encodes an image. */
    interface Encoding {

        Turn encode(PreparedImage image, Rank rank);
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
        // It may have come between the two looks. Whoever finds it no longer under way finds it known.
        ImageEmbedding meanwhile = asked == mine ? known.getIfPresent(image.digest()) : null;
        listener.embeddingAsked(asked != mine || meanwhile != null);
        if (meanwhile != null) {
            end(image.digest(), mine, meanwhile, null);
        } else if (asked == mine || asked.hastens(rank, System.nanoTime())) {
            ask(asked, image, rank, encoding);
        }
        return new Share(image.digest(), asked);
    }

    private void ask(Asked asked, PreparedImage image, Rank rank, Encoding encoding) {
        Turn turn = encoding.encode(image, rank);
        asked.waitsFor(turn);
        turn.embedding().whenComplete((embedding, failure) -> end(image.digest(), asked, embedding, failure));
        asked.result.whenComplete((embedding, failure) -> turn.embedding().cancel(false));
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
