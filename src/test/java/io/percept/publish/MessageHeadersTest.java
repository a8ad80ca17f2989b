package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.fuzz.Cost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class MessageHeadersTest {

    @Test
    void shouldReadTheLastValueOfANameHoweverItIsWritten() {
        Headers headers = new RecordHeaders().add("CE_id", bytes("one")).add("ce_ID", bytes("two"));

        assertThat(MessageHeaders.read(headers)).isEqualTo(Map.of("ce_id", "two"));
    }

    @Test
    void shouldReadANameOfNothingButSigmasInOnePass() {
        String sigmas = "Σ".repeat(1_000_000);
        Headers headers = new RecordHeaders().add(sigmas, bytes("value"));

        Cost.keepBelow(50 << 20, Duration.ofSeconds(2), () -> assertThat(MessageHeaders.read(headers))
                .isEqualTo(Map.of(sigmas, "value")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
