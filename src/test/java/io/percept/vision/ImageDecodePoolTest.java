package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ImageDecodePoolTest {

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(Fixtures.SIZE));

    @Test
    void shouldPrepareManyImagesOnFewThreads() throws Exception {
        try (ImageDecodePool pool = new ImageDecodePool(preprocessor, 2, Duration.ofSeconds(20))) {
            List<CompletableFuture<PreparedFrames>> images = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                images.add(pool.prepare(Fixtures.bytes(i % 2 == 0 ? "420.jpg" : "rgb.png")));
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
        try (ImageDecodePool pool = new ImageDecodePool(large, 1, Duration.ofMillis(1))) {
            PerceptException late = failure(pool.prepare(slow));

            assertThat(late.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
            assertThat(late).hasMessageContaining("longer than 1 ms");
            // The clock of an image starts with its decoding: that this one is late too shows that the only thread was
            // free for it.
            assertThat(failure(pool.prepare(slow))).hasMessageContaining("longer than 1 ms");
        }
    }

    @Test
    void shouldNotMakeTheSubmitterWait() {
        ImagePreprocessor slow = new ImagePreprocessor(Fixtures.spec(1500));
        try (ImageDecodePool pool = new ImageDecodePool(slow, 1, Duration.ofSeconds(20))) {
            List<CompletableFuture<PreparedFrames>> images = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                images.add(pool.prepare(Fixtures.bytes("large.jpg")));
            }

            assertThat(images).filteredOn(image -> !image.isDone()).hasSizeGreaterThan(80);
        }
    }

    @Test
    void shouldTellTheReasonOfARefusal() {
        try (ImageDecodePool pool = new ImageDecodePool(preprocessor, 1, Duration.ofSeconds(20))) {
            assertThat(failure(pool.prepare(new byte[] {1, 2, 3})).code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
        }
    }

    @Test
    void shouldFailWithStoppingWhenClosed() {
        ImageDecodePool pool = new ImageDecodePool(preprocessor, 1, Duration.ofSeconds(20));
        pool.close();

        assertThat(failure(pool.prepare(Fixtures.bytes("rgb.png"))).code()).isEqualTo(ErrorCode.STOPPING);
    }

    private static PerceptException failure(CompletableFuture<PreparedFrames> image) {
        return PerceptException.of(catchThrowable(() -> image.get(20, TimeUnit.SECONDS)));
    }
}
