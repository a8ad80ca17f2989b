package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ImageDecodePoolTest {

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(Fixtures.SIZE));

    @Test
    void shouldPrepareManyImagesOnFewThreads() throws Exception {
        try (ImageDecodePool pool = pool(preprocessor, 2, Duration.ofSeconds(20))) {
            List<CompletableFuture<PreparedFrames>> images = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                images.add(pool.prepare(Fixtures.bytes(i % 2 == 0 ? "420.jpg" : "rgb.png"), 0));
            }

            for (int i = 0; i < 50; i++) {
                assertThat(images.get(i)
                                .get(20, TimeUnit.SECONDS)
                                .representativeImage()
                                .rgb())
                        .isEqualTo(Fixtures.expected(i % 2 == 0 ? "420.jpg" : "rgb.png"));
            }
        }
    }

    @Test
    void shouldFailAnImageThatTakesTooLongAndServeTheNext() throws Exception {
        byte[] slow = Fixtures.bytes("large.jpg");
        ImagePreprocessor large = new ImagePreprocessor(Fixtures.spec(1500));
        try (ImageDecodePool pool = pool(large, 1, Duration.ofMillis(1))) {
            PerceptException late = failure(pool.prepare(slow, 0));

            assertThat(late.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
            assertThat(late).hasMessageContaining("longer than 1 ms");
            // The clock of an image starts with its decoding: that this one is late too shows that the only thread was
            // free for it.
            assertThat(failure(pool.prepare(slow, 0))).hasMessageContaining("longer than 1 ms");
        }
    }

    @Test
    void shouldGiveMoreTimeToAnImageWhoseThreadHadNoProcessor() throws Exception {
        ImagePreprocessor large = new ImagePreprocessor(Fixtures.spec(1500));
        ProcessorTime stopped = thread -> 0;
        try (ImageDecodePool pool = pool(large, Duration.ofMillis(1), stopped)) {
            assertThat(pool.prepare(Fixtures.bytes("large.jpg"), 0).get(20, TimeUnit.SECONDS))
                    .isNotNull();
        }
    }

    @Test
    void shouldFailAnImageWhenItsThreadHasHadItsTime() {
        AtomicInteger looks = new AtomicInteger();
        ProcessorTime late = thread -> looks.getAndIncrement() < 2 ? 0 : TimeUnit.MILLISECONDS.toNanos(1);
        try (ImageDecodePool pool = pool(new ImagePreprocessor(Fixtures.spec(1500)), Duration.ofMillis(1), late)) {
            assertThat(failure(pool.prepare(Fixtures.bytes("large.jpg"), 0)))
                    .hasMessageContaining("longer than 1 ms of processor time");
        }
    }

    @Test
    void shouldNotMakeTheSubmitterWait() {
        ImagePreprocessor slow = new ImagePreprocessor(Fixtures.spec(1500));
        try (ImageDecodePool pool = pool(slow, 1, Duration.ofSeconds(20))) {
            List<CompletableFuture<PreparedFrames>> images = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                images.add(pool.prepare(Fixtures.bytes("large.jpg"), 0));
            }

            assertThat(images).filteredOn(image -> !image.isDone()).hasSizeGreaterThan(80);
        }
    }

    @Test
    void shouldTellTheReasonOfARefusal() {
        try (ImageDecodePool pool = pool(preprocessor, 1, Duration.ofSeconds(20))) {
            assertThat(failure(pool.prepare(new byte[] {1, 2, 3}, 0)).code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
        }
    }

    @Test
    void shouldFailWithStoppingWhenClosed() {
        ImageDecodePool pool = pool(preprocessor, 1, Duration.ofSeconds(20));
        pool.close();

        assertThat(failure(pool.prepare(Fixtures.bytes("rgb.png"), 0)).code()).isEqualTo(ErrorCode.STOPPING);
    }

    @Test
    void shouldDecodeOnceWhatIsSentAgain() throws Exception {
        AtomicInteger decoded = new AtomicInteger();
        PictureListener listener = new PictureListener() {
            @Override
            public void worked(Duration time) {
                decoded.incrementAndGet();
            }
        };
        try (ImageDecodePool pool = new ImageDecodePool(preprocessor, 2, Duration.ofSeconds(20), 1 << 20, listener)) {
            List<CompletableFuture<PreparedFrames>> images = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                images.add(pool.prepare(Fixtures.bytes("420.jpg"), 0));
            }
            for (CompletableFuture<PreparedFrames> image : images) {
                assertThat(image.get(20, TimeUnit.SECONDS).representativeImage().rgb())
                        .isEqualTo(Fixtures.expected("420.jpg"));
            }
        }

        assertThat(decoded).hasValue(1);
    }

    @Test
    void shouldDecodeOnceWhatIsSentAgainMeanwhileThoughNothingIsKept() throws Exception {
        AtomicInteger decoded = new AtomicInteger();
        CountDownLatch shared = new CountDownLatch(1);
        PictureListener listener = new PictureListener() {
            @Override
            public void asked(boolean known) {
                if (known) {
                    shared.countDown();
                } else {
                    decoded.incrementAndGet();
                }
            }
        };
        // The first one begins to be decoded, and waits for the second.
        ProcessorTime time = thread -> {
            waitFor(shared);
            return 0;
        };
        try (ImageDecodePool pool =
                new ImageDecodePool(preprocessor, 2, Duration.ofSeconds(20), 0, listener, DecodeRoom.inHeap(), time)) {
            CompletableFuture<PreparedFrames> first = pool.prepare(Fixtures.bytes("420.jpg"), 0);
            CompletableFuture<PreparedFrames> second = pool.prepare(Fixtures.bytes("420.jpg"), 0);

            assertThat(second.get(20, TimeUnit.SECONDS)).isSameAs(first.get(20, TimeUnit.SECONDS));
        }

        assertThat(decoded).hasValue(1);
    }

    @Test
    void shouldTryAgainWhatFailed() {
        AtomicInteger asked = new AtomicInteger();
        PictureListener listener = new PictureListener() {
            @Override
            public void asked(boolean known) {
                asked.addAndGet(known ? 100 : 1);
            }
        };
        byte[] cut = Arrays.copyOf(Fixtures.bytes("large.jpg"), 5000);
        try (ImageDecodePool pool = new ImageDecodePool(preprocessor, 1, Duration.ofSeconds(20), 1 << 20, listener)) {
            assertThat(failure(pool.prepare(cut, 0)).code()).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
            assertThat(failure(pool.prepare(cut, 0)).code()).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldTellEveryoneWhoSentTheSameBadBytes() {
        byte[] cut = Arrays.copyOf(Fixtures.bytes("large.jpg"), 5000);
        try (ImageDecodePool pool = pool(preprocessor, 2, Duration.ofSeconds(20))) {
            List<CompletableFuture<PreparedFrames>> images =
                    List.of(pool.prepare(cut, 0), pool.prepare(cut, 0), pool.prepare(cut, 0));

            assertThat(images)
                    .allSatisfy(image -> assertThat(failure(image).code()).isEqualTo(ErrorCode.IMAGE_TRUNCATED));
        }
    }

    @Test
    void shouldNotLetASmallImageWaitForLargeOnes() {
        assertThat(before("rgb.png", 0)).isPositive();
    }

    @Test
    void shouldLetALargeImageOfHighPriorityGoFirst() {
        assertThat(before("large.jpg", 5)).isPositive();
        assertThat(before("large.jpg", 0)).isZero();
    }

    /** How many of the large images that were sent before an image are done after it. */
    private static long before(String image, int priority) {
        List<CompletableFuture<Long>> large = new ArrayList<>();
        try (ImageDecodePool pool =
                pool(new ImagePreprocessor(Fixtures.spec(Fixtures.SIZE)), 1, Duration.ofSeconds(20))) {
            for (int i = 0; i < 6; i++) {
                large.add(pool.prepare(another("large.jpg", i), 0).thenApply(done -> System.nanoTime()));
            }
            long done = pool.prepare(another(image, 6), priority)
                    .thenApply(frames -> System.nanoTime())
                    .join();
            return large.stream().filter(each -> each.join() > done).count();
        }
    }

    /** The picture in a file of other bytes: what follows a picture is not looked at. */
    private static byte[] another(String name, int number) {
        byte[] bytes = Fixtures.bytes(name);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = (byte) number;
        return longer;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ImageDecodePool pool(ImagePreprocessor preprocessor, int threads, Duration limit) {
        return new ImageDecodePool(preprocessor, threads, limit, 0, PictureListener.NONE);
    }

    private static ImageDecodePool pool(ImagePreprocessor preprocessor, Duration limit, ProcessorTime time) {
        return new ImageDecodePool(preprocessor, 1, limit, 0, PictureListener.NONE, DecodeRoom.inHeap(), time);
    }

    private static PerceptException failure(CompletableFuture<PreparedFrames> image) {
        return PerceptException.of(catchThrowable(() -> image.get(20, TimeUnit.SECONDS)));
    }
}
