package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Capacities of the fake bundle are 6, 12 and 40 tokens, of which an image is two. */
class CacheSizesTest {

    private static final long BYTES = 4800;

    private final long perToken = FakeEngine.bundle().decoder().cacheBytesPerToken();

    @Test
    void shouldGiveHalfOfTheMemoryToDocumentsOfOneImage() {
        assertThat(prefixRows(BYTES * perToken, 6)).isEqualTo(400);
    }

    @Test
    void shouldShareTheOtherHalfEvenly() {
        assertThat(prefixRows(BYTES * perToken, 12)).isEqualTo(100);
        assertThat(prefixRows(BYTES * perToken, 40)).isEqualTo(30);
    }

    @Test
    void shouldShareTheMemoryForWorkedExamplesEvenly() {
        CacheSizes sizes = new CacheSizes(
                FakeEngine.bundle(), new WorkerOptions(1, Duration.ZERO, 8, 4, 60, 64, 64, 7200 * perToken, 1000));

        assertThat(sizes.exampleRows(6)).isEqualTo(400);
        assertThat(sizes.exampleRows(40)).isEqualTo(60);
    }

    @Test
    void shouldKeepAFewRowsOfEachCapacityWhateverTheMemory() {
        assertThat(List.of(6, 12, 40))
                .allSatisfy(capacity -> assertThat(prefixRows(0, capacity)).isEqualTo(4));
    }

    @Test
    void shouldHaveRoomForManyPicturesOfThePackagedModelOnEachOfTwoEngines() {
        // Keys and values of a picture of percept-tiny are 128 tokens of 8 KiB.
        long each = WorkerOptions.DEFAULT.forOneOf(2).prefixCacheBytes() / 2;

        assertThat(each / (128 * 8192)).isGreaterThanOrEqualTo(48);
    }

    private static int prefixRows(long bytes, int capacity) {
        WorkerOptions options = new WorkerOptions(1, Duration.ZERO, 8, 4, 60, 64, bytes, 64, 1000);
        return new CacheSizes(FakeEngine.bundle(), options).prefixRows(capacity);
    }
}
