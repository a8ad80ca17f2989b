package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DirectBuffersTest {

    private final AtomicLong nanos = new AtomicLong(1);
    private final List<Long> asked = new ArrayList<>();
    private final DirectBuffers buffers = new DirectBuffers(new MemoryRefusal(MemoryRefusal.PAUSE, nanos::get));

    @Test
    void shouldMakeABufferOfTwiceTheRoom() {
        assertThat(grown(4, 5)).isEqualTo(8);
    }

    @Test
    void shouldMakeABufferWithoutRoomToSpareWhereThereIsNoMemoryForMore() {
        assertThat(grown(8, 9)).isEqualTo(9);
    }

    @Test
    void shouldNotAskAgainAtOnceForWhatThereWasNoMemoryFor() {
        assertThatThrownBy(() -> grown(8, 11)).isInstanceOf(NoMemory.class);
        assertThat(asked).containsExactly(16L, 11L);
        asked.clear();

        assertThatThrownBy(() -> grown(8, 11)).isInstanceOf(NoMemory.class).hasMessageContaining("no room");

        assertThat(asked).isEmpty();
    }

    @Test
    void shouldAskAtOnceForLessThanWhatThereWasNoMemoryFor() {
        assertThatThrownBy(() -> grown(8, 11)).isInstanceOf(NoMemory.class);
        asked.clear();

        assertThat(grown(8, 10)).isEqualTo(10);

        assertThat(asked).containsExactly(10L);
    }

    @Test
    void shouldAskAgainAfterThePause() {
        assertThatThrownBy(() -> grown(8, 11)).isInstanceOf(NoMemory.class);
        asked.clear();
        nanos.addAndGet(MemoryRefusal.PAUSE.toNanos());

        assertThatThrownBy(() -> grown(8, 11)).isInstanceOf(NoMemory.class);

        assertThat(asked).containsExactly(16L, 11L);
    }

    private Long grown(int capacity, int count) {
        return buffers.grown(capacity, count, Float.BYTES, this::atMostTen);
    }

    private Long atMostTen(long count) {
        asked.add(count);
        if (count > 10) {
            throw new NoMemory("no room for " + count, null);
        }
        return count;
    }
}
