package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainCheckTest {

    @Test
    void shouldRefuseADrainThatMayOutlastTheSession() {
        Map<String, Object> consumer = Map.of("session.timeout.ms", "15000", "heartbeat.interval.ms", 3000);

        assertThatThrownBy(() -> DrainCheck.check(Duration.ofSeconds(12), consumer))
                .isInstanceOf(IntakeRefused.class)
                .hasMessageContaining(
                        "drain-timeout (12000 ms) with the consumer's heartbeat.interval.ms (3000) must be below its session.timeout.ms (15000)")
                .hasMessageContaining("Lower drain-timeout, or raise");
    }

    @Test
    void shouldLetADrainThatEndsWithinTheSession() {
        Map<String, Object> consumer = Map.of("session.timeout.ms", "15000");

        assertThatCode(() -> DrainCheck.check(Duration.ofMillis(11_999), consumer))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldGoByKafkasOwnTimesWhereNoneAreSet() {
        assertThatCode(() -> DrainCheck.check(Duration.ofSeconds(41), Map.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> DrainCheck.check(Duration.ofSeconds(42), Map.of()))
                .isInstanceOf(IntakeRefused.class);
    }
}
