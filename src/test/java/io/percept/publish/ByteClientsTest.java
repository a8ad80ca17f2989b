package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

class ByteClientsTest {

    /** Five seconds are what the chart's grace period has for it. */
    @Test
    void shouldGiveProducersThatCloseBeforeTheProcessIsKilled() {
        ProducerFactory<String, String> configured =
                new DefaultKafkaProducerFactory<>(Map.<String, Object>of("bootstrap.servers", "localhost:9"));

        assertThat(ByteClients.producers(configured).getPhysicalCloseTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
}
