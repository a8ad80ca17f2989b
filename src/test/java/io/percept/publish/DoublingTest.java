package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoublingTest {

    private final Doubling waits = new Doubling(Duration.ofMillis(200), Duration.ofSeconds(1));

    @Test
    void shouldDoubleUpToTheLongest() {
        assertThat(IntStream.range(0, 5).mapToObj(waits::after).map(Duration::toMillis))
                .containsExactly(200L, 400L, 800L, 1_000L, 1_000L);
    }

    @Test
    void shouldStayAtTheLongestHoweverManyThereWere() {
        assertThat(waits.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNeverBeLongerThanTheLongest() {
        assertThat(new Doubling(Duration.ofSeconds(2), Duration.ofSeconds(1)).after(0))
                .isEqualTo(Duration.ofSeconds(1));
    }
}
