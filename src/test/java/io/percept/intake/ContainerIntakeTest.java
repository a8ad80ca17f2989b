package io.percept.intake;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** Intake's promises against Apache Kafka's own container; skipped where Docker does not answer. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerIntakeTest extends EventIntakeContract {

    @Container
    static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka-native:4.2.1");

    @Override
    String servers() {
        return KAFKA.getBootstrapServers();
    }
}
