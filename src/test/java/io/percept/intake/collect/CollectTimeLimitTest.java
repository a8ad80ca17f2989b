package io.percept.intake.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectTimeLimitTest {

    @Test
    void shouldBeHalfOfTheTimeBetweenPolls() {
        assertThat(CollectTimeLimit.of(Map.of("max.poll.interval.ms", "60000"))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldGoByKafkasOwnTimeWhereNoneIsSet() {
        assertThat(CollectTimeLimit.of(Map.of())).isEqualTo(Duration.ofSeconds(150));
    }
}
