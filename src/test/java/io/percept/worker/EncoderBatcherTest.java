package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.EngineFailure;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.PixelSource;
import io.percept.engine.VisionEncoder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EncoderBatcherTest {

    /** Notes the values of each call's images, and waits for a permit per call. */
    private static final class GatedEncoder implements VisionEncoder {

        private final Semaphore gate = new Semaphore(0);
        private final List<List<Float>> calls = new CopyOnWriteArrayList<>();
        private volatile int bestBatch = 3;

        @Override
        public int maxBatch() {
            return 3;
        }

        @Override
        public int bestBatch() {
            return bestBatch;
        }

        @Override
        public int backlogBatch() {
            return 3;
        }

        @Override
        public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
            List<Float> values = new ArrayList<>();
            for (PixelSource image : images) {
                values.add(valueOf(image));
            }
            calls.add(values);
            gate.acquireUninterruptibly();
            return values.stream()
                    .map(value -> new ImageEmbedding(new float[] {value}, 1, 1))
                    .toList();
        }

        @Override
        public void close() {}
    }

    private final GatedEncoder encoder = new GatedEncoder();
    private volatile boolean decoderBusy;
    private final EncoderBatcher batcher =
            new EncoderBatcher(encoder, 8, Duration.ofSeconds(20), () -> decoderBusy, WorkerListener.NONE);

    @AfterEach
    void close() {
        encoder.gate.release(100);
        stop();
    }

    @Test
    void shouldNotWaitForCompanyWhileTheWorkerIsIdle() {
        encoder.gate.release();

        assertThat(encode(5, 0).join().values()).containsExactly(5);
    }

    @Test
    void shouldWaitForAFullBatchWhileTheDecoderWorks() {
        decoderBusy = true;
        encoder.gate.release();

        List<CompletableFuture<ImageEmbedding>> results = List.of(encode(1, 1), encode(2, 2), encode(3, 3));

        assertThat(results).allSatisfy(result -> assertThat(result.join()).isNotNull());
        assertThat(encoder.calls).containsExactly(List.of(1f, 2f, 3f));
    }

    @Test
    void shouldGoOnWhenTheDecoderFallsIdle() {
        decoderBusy = true;
        encoder.gate.release();
        CompletableFuture<ImageEmbedding> result = encode(1, 1);

        decoderBusy = false;

        assertThat(result.join().values()).containsExactly(1);
    }

    @Test
    void shouldTakeTheMostUrgentOfThoseThatWait() {
        encode(0, 0);
        await().until(() -> encoder.calls.size() == 1);
        for (int i = 1; i <= 5; i++) {
            encode(i, -i);
        }

        encoder.gate.release(2);

        await().untilAsserted(() -> assertThat(encoder.calls).contains(List.of(5f, 4f, 3f)));
    }

    @Test
    void shouldEncodeMoreAtATimeOnceManyMoreWait() {
        GatedEncoder oneAtATime = new GatedEncoder();
        oneAtATime.bestBatch = 1;
        EncoderBatcher inBacklog = new EncoderBatcher(oneAtATime, 8, Duration.ZERO, () -> true, WorkerListener.NONE);
        try {
            encode(inBacklog, 0, 0);
            await().until(() -> oneAtATime.calls.size() == 1);
            for (int i = 1; i <= 26; i++) {
                encode(inBacklog, i, i);
            }

            oneAtATime.gate.release(10);

            await().until(() -> oneAtATime.calls.size() >= 10);
            assertThat(oneAtATime.calls.stream().map(List::size)).startsWith(1, 3, 2, 2, 2, 2, 1, 1, 1, 1);
        } finally {
            inBacklog.stop(new PerceptException(ErrorCode.STOPPING, "stopping"));
            oneAtATime.gate.release(100);
            Threads.join(inBacklog.thread());
        }
    }

    @Test
    void shouldPassOverImagesThatNobodyWaitsForAnyMore() {
        encode(0, 0);
        await().until(() -> encoder.calls.size() == 1);
        encode(1, 1).cancel(false);
        CompletableFuture<ImageEmbedding> last = encode(2, 2);

        encoder.gate.release(2);

        assertThat(last.join().values()).containsExactly(2);
        assertThat(encoder.calls).containsExactly(List.of(0f), List.of(2f));
        assertThat(batcher.waitingCount(Long.MIN_VALUE)).isZero();
    }

    @Test
    void shouldGiveUpAnImageOnlyUntilTheEncoderHasIt() {
        EmbeddingCache.Turn first = batcher.encode(chw -> chw.put(0), Rank.of(0, 0));
        await().until(() -> encoder.calls.size() == 1);
        EmbeddingCache.Turn second = batcher.encode(chw -> chw.put(1), Rank.of(1, 0));
        CompletableFuture<ImageEmbedding> last = encode(2, 2);
        assertThat(first.waits()).isFalse();
        assertThat(second.waits()).isTrue();

        assertThat(first.giveUp()).isFalse();
        assertThat(second.giveUp()).isTrue();
        encoder.gate.release(2);

        assertThat(first.embedding().join().values()).containsExactly(0);
        assertThat(last.join().values()).containsExactly(2);
        assertThat(encoder.calls).containsExactly(List.of(0f), List.of(2f));
        assertThat(second.giveUp()).isFalse();
    }

    @Test
    void shouldNotCountAnImageThatNobodyWaitsForAnyMore() {
        encode(0, 0);
        await().until(() -> encoder.calls.size() == 1);
        CompletableFuture<ImageEmbedding> unwanted = encode(1, 1);
        encode(2, 2);
        assertThat(batcher.waitingCount(Long.MIN_VALUE)).isEqualTo(2);

        unwanted.cancel(false);

        assertThat(batcher.waitingCount(Long.MIN_VALUE)).isEqualTo(1);
    }

    @Test
    void shouldGoOnAfterAFailureThatIsNotTheEncoders() {
        AtomicBoolean broken = new AtomicBoolean(true);
        WorkerListener listener = new WorkerListener() {
            @Override
            public void encoded(int images, long waitNanos, long workNanos) {
                if (broken.getAndSet(false)) {
                    throw new AssertionError("no meter");
                }
            }
        };
        EncoderBatcher heard = new EncoderBatcher(encoder, 8, Duration.ZERO, () -> false, listener);
        encoder.gate.release(2);
        try {
            CompletableFuture<ImageEmbedding> first = encode(heard, 1, 1);

            assertThat(first)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("no meter");
            assertThat(PerceptException.of(first.exceptionNow()).isPassing()).isTrue();
            assertThat(encode(heard, 2, 2)).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            heard.stop(new PerceptException(ErrorCode.STOPPING, "stopping"));
            encoder.gate.release(100);
            Threads.join(heard.thread());
        }
    }

    @Test
    void shouldFailOnlyTheImageWhoseEmbeddingIsNoNumbers() {
        decoderBusy = true;
        encoder.gate.release(10);

        List<CompletableFuture<ImageEmbedding>> results =
                List.of(encode(1, 1), encode(Float.NaN, 2), encode(Float.POSITIVE_INFINITY, 3));

        assertThat(results.getFirst().join().values()).containsExactly(1);
        assertThat(results.subList(1, 3)).allSatisfy(result -> assertThatThrownBy(result::join)
                .hasCauseInstanceOf(PerceptException.class)
                .hasMessageContaining("no number"));
    }

    @Test
    void shouldNotBlameAnImageForAnErrorOfTheMachine() {
        VisionEncoder full = new VisionEncoder() {
            @Override
            public int maxBatch() {
                return 1;
            }

            @Override
            public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public void close() {}
        };
        EncoderBatcher failing = new EncoderBatcher(full, 1, Duration.ZERO, () -> false, WorkerListener.NONE);
        try {
            CompletableFuture<ImageEmbedding> result = encode(failing, 1, 1);

            assertThat(result)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("Java heap space");
            assertThat(PerceptException.of(result.exceptionNow()).isPassing()).isTrue();
        } finally {
            failing.stop(new PerceptException(ErrorCode.STOPPING, "stopping"));
            Threads.join(failing.thread());
        }
    }

    @Test
    void shouldRefuseImagesAfterClosing() {
        stop();

        assertThatThrownBy(encode(1, 1)::join).hasCauseInstanceOf(PerceptException.class);
    }

    @Test
    void shouldFailOnlyThePoisonImageOfABatchOfSixteen() {
        List<Integer> went = new CopyOnWriteArrayList<>();
        VisionEncoder poisoned = new VisionEncoder() {
            @Override
            public int maxBatch() {
                return 16;
            }

            @Override
            public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
                List<Float> values =
                        images.stream().map(EncoderBatcherTest::valueOf).toList();
                if (values.contains(11f)) {
                    throw new EngineFailure("poison", null);
                }
                went.add(values.size());
                return values.stream()
                        .map(value -> new ImageEmbedding(new float[] {value}, 1, 1))
                        .toList();
            }

            @Override
            public void close() {}
        };
        EncoderBatcher sixteen =
                new EncoderBatcher(poisoned, 16, Duration.ofSeconds(20), () -> true, WorkerListener.NONE);
        try {
            List<CompletableFuture<ImageEmbedding>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                float value = i;
                results.add(sixteen.encode(chw -> chw.put(value), Rank.of(i, 0)).embedding());
            }

            for (int i = 0; i < 16; i++) {
                if (i == 11) {
                    assertThatThrownBy(results.get(i)::join).hasMessageContaining("also alone: poison");
                } else {
                    assertThat(results.get(i).join().values()).containsExactly(i);
                }
            }
            assertThat(went).as("each of the others once").containsExactlyInAnyOrder(8, 4, 2, 1);
        } finally {
            sixteen.stop(new PerceptException(ErrorCode.STOPPING, "stopping"));
        }
    }

    private static float valueOf(PixelSource image) {
        FloatBuffer pixel = FloatBuffer.allocate(1);
        image.writeTo(pixel);
        return pixel.get(0);
    }

    private void stop() {
        batcher.stop(new PerceptException(ErrorCode.STOPPING, "stopping"));
        Threads.join(batcher.thread());
    }

    private CompletableFuture<ImageEmbedding> encode(float value, long rank) {
        return encode(batcher, value, rank);
    }

    private static CompletableFuture<ImageEmbedding> encode(EncoderBatcher batcher, float value, long rank) {
        return batcher.encode(chw -> chw.put(value), Rank.of(rank, 0)).embedding();
    }
}
