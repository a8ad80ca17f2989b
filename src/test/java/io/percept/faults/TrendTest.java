package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static final double MEGABYTE = 1e6;

    @Test
    void shouldFindALeakThatASawToothHides() {
        Trend heap = heap(second -> 50_000_000 + 5_000 * second + (second % 60) * 100_000);

        assertThat(heap.perHour()).isCloseTo(18 * MEGABYTE, within(2 * MEGABYTE));
        assertThat(heap.isFlat()).isFalse();
    }

    @Test
    void shouldTakeASawToothForFlat() {
        assertThat(heap(second -> 50_000_000 + (second % 60) * 100_000).isFlat())
                .isTrue();
    }

    @Test
    void shouldLeaveOutWarmingUp() {
        assertThat(heap(second -> second < 900 ? 60_000 * second : 54_000_000).isFlat())
                .isTrue();
    }

    private static Trend heap(LongUnaryOperator bytesAtSecond) {
        List<SoakSample> hour = IntStream.range(0, 360)
                .mapToObj(i -> new SoakSample(
                        10 * i, 0, 0, 0, 0, new RuntimeSample(bytesAtSecond.applyAsLong(10 * i), 0, 0, 0, 0, 0)))
                .toList();
        return Trend.of(
                "heap after collection", hour, sample -> sample.runtime().heapAfterGc(), 0.05, MEGABYTE);
    }
}
