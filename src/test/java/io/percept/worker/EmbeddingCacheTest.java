package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Relay;
import io.percept.engine.ImageEmbedding;
import io.percept.vision.PreparedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EmbeddingCacheTest {

    private static final ImageEmbedding EMBEDDING = new ImageEmbedding(new float[] {1}, 1, 1);
    private static final Rank LATER = Rank.of(2_000, 0);
    private static final Rank SOONER = Rank.of(1_000, 0);

    /** An image that an encoder was asked for, which takes it where the test says so. */
    private record Asked(Rank rank, CompletableFuture<ImageEmbedding> result, AtomicBoolean waiting)
            implements EmbeddingCache.Turn {

        Asked(Rank rank) {
            this(rank, new CompletableFuture<>(), new AtomicBoolean(true));
        }

        void take() {
            waiting.set(false);
        }

        @Override
        public CompletableFuture<ImageEmbedding> embedding() {
            return result;
        }

        @Override
        public boolean waits() {
            return waiting.get();
        }

        @Override
        public boolean giveUp() {
            return waiting.getAndSet(false);
        }
    }

    private final EmbeddingCache cache = new EmbeddingCache(1 << 20, WorkerListener.NONE);
    private final List<Asked> asked = new ArrayList<>();
    private final PreparedImage image = Plans.images(7).images().getFirst();

    @Test
    void shouldAskOnceForAnImageThatIsUnderWay() {
        CompletableFuture<ImageEmbedding> first = get(SOONER);
        CompletableFuture<ImageEmbedding> second = get(LATER);

        assertThat(asked).hasSize(1);
        asked.getFirst().result().complete(EMBEDDING);
        assertThat(first.join()).isSameAs(second.join());
    }

    @Test
    void shouldGiveAnImageTheTurnOfTheMostUrgentThatAsks() {
        CompletableFuture<ImageEmbedding> patient = get(LATER);
        CompletableFuture<ImageEmbedding> urgent = get(SOONER);

        assertThat(asked).extracting(Asked::rank).containsExactly(LATER, SOONER);
        asked.getLast().result().complete(EMBEDDING);
        assertThat(patient.join()).isSameAs(EMBEDDING);
        assertThat(urgent.join()).isSameAs(EMBEDDING);
        assertThat(asked.getFirst().result()).isCancelled();
        assertThat(get(LATER).join()).isSameAs(EMBEDDING);
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldForgetAnImageThatFailed() {
        CompletableFuture<ImageEmbedding> first = get(LATER);
        asked.getFirst().result().completeExceptionally(new PerceptException(ErrorCode.ENGINE_FAILED, "broken"));

        assertThatThrownBy(first::join).hasMessageContaining("broken");
        CompletableFuture<ImageEmbedding> again = get(LATER);
        asked.getLast().result().complete(EMBEDDING);
        assertThat(again.join()).isSameAs(EMBEDDING);
    }

    @Test
    void shouldTakeBackAnImageThatNobodyWaitsForAnyMore() {
        EmbeddingCache.Share first = share(SOONER);
        EmbeddingCache.Share second = share(LATER);

        first.giveBack();
        assertThat(asked.getFirst().result()).isNotDone();
        second.giveBack();

        assertThat(asked.getFirst().result()).isCancelled();
        assertThat(second.embedding()).isCancelled();
    }

    @Test
    void shouldAskAnewForAnImageThatWasTakenBack() {
        share(LATER).giveBack();

        CompletableFuture<ImageEmbedding> again = get(LATER);

        assertThat(asked).hasSize(2);
        asked.getLast().result().complete(EMBEDDING);
        assertThat(again.join()).isSameAs(EMBEDDING);
    }

    @Test
    void shouldTakeBackEveryTurnOfAnImage() {
        EmbeddingCache.Share patient = share(LATER);
        EmbeddingCache.Share urgent = share(SOONER);

        patient.giveBack();
        urgent.giveBack();

        assertThat(asked).hasSize(2).allSatisfy(each -> assertThat(each.result())
                .isCancelled());
    }

    @Test
    void shouldKeepAnImageThatIsGivenBackWhileAnEncoderHasIt() {
        EmbeddingCache.Share given = share(SOONER);
        asked.getFirst().take();

        given.giveBack();
        CompletableFuture<ImageEmbedding> meanwhile = get(LATER);
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().result()).isNotDone();
        asked.getFirst().result().complete(EMBEDDING);

        assertThat(meanwhile.join()).isSameAs(EMBEDDING);
        assertThat(get(LATER).join()).isSameAs(EMBEDDING);
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldGiveUpTheTurnThatIsOfNoUseBesideAnEncoderThatHasTheImage() {
        EmbeddingCache.Share patient = share(LATER);
        EmbeddingCache.Share urgent = share(SOONER);
        asked.getLast().take();

        patient.giveBack();
        urgent.giveBack();

        assertThat(asked).hasSize(2).noneMatch(Asked::waits);
        assertThat(urgent.embedding()).isNotDone();
        asked.getLast().result().complete(EMBEDDING);
        assertThat(get(LATER).join()).isSameAs(EMBEDDING);
    }

    @Test
    void shouldNotQueueAnImageAgainThatAnEncoderHas() {
        share(LATER);
        asked.getFirst().take();

        CompletableFuture<ImageEmbedding> urgent = get(SOONER);

        assertThat(asked).hasSize(1);
        asked.getFirst().result().complete(EMBEDDING);
        assertThat(urgent.join()).isSameAs(EMBEDDING);
    }

    @Test
    void shouldKeepAnEmbeddingThatIsGivenBackWhenItIsThere() {
        EmbeddingCache.Share share = share(LATER);
        asked.getFirst().result().complete(EMBEDDING);

        share.giveBack();

        assertThat(share.embedding().join()).isSameAs(EMBEDDING);
        assertThat(get(LATER).join()).isSameAs(EMBEDDING);
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldNotAskForAnImageThatComesBetweenTheTwoLooksForIt() {
        CompletableFuture<ImageEmbedding> encoded = new CompletableFuture<>();
        CompletableFuture<ImageEmbedding> meanwhile = new CompletableFuture<>();
        EmbeddingCache.Turn turn = new EmbeddingCache.Turn() {
            @Override
            public CompletableFuture<ImageEmbedding> embedding() {
                return encoded;
            }

            @Override
            public boolean waits() {
                return false;
            }

            @Override
            public boolean giveUp() {
                // What is under way can be looked at only when this is over. Whichever goes on first, the image is
                // there or under way.
                awaitBlocked(() -> get(LATER).whenComplete(new Relay<>(meanwhile)));
                awaitBlocked(() -> encoded.complete(EMBEDDING));
                return false;
            }
        };

        cache.get(image, SOONER, (wanted, rank) -> turn).giveBack();

        assertThat(meanwhile).succeedsWithin(Duration.ofSeconds(5)).isSameAs(EMBEDDING);
        assertThat(asked).isEmpty();
    }

    private static void awaitBlocked(Runnable action) {
        Thread thread = Thread.ofPlatform().daemon().start(action);
        await().until(() -> thread.getState() == Thread.State.BLOCKED);
    }

    private CompletableFuture<ImageEmbedding> get(Rank rank) {
        return share(rank).embedding();
    }

    private EmbeddingCache.Share share(Rank rank) {
        return cache.get(image, rank, (wanted, turn) -> {
            asked.add(new Asked(turn));
            return asked.getLast();
        });
    }
}
