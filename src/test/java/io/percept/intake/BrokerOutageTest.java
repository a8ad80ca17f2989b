package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.intake.broker.EmbeddedBroker;
import io.percept.publish.TopicProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerOutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void shouldGoOnWithTheEventsInFlightWhenTheBrokerIsBack() throws Exception {
        TopicProperties topics = IntakeRig.topics("outage");
        CompletableFuture<Void> outage = new CompletableFuture<>();
        EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
        int port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
        try (IntakeRig rig = new IntakeRig(
                        broker.bootstrapServers(),
                        topics,
                        256,
                        event -> outage.thenApply(over -> IntakeRig.resultOf(event)));
                KafkaSide kafka = new KafkaSide(broker.bootstrapServers())) {
            await().atMost(LIMIT).ignoreExceptions().until(() -> kafka.topics().contains(topics.events()));
            kafka.sendEvents(topics.events(), 0, 20, 4);
            await().atMost(LIMIT).until(() -> rig.budget.events() == 20);

            broker.close();
            outage.complete(null);
            broker = new EmbeddedBroker(directory, port);

            var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == 20);
            assertThat(KafkaSide.distinct(results)).isEqualTo(20);
            assertThat(kafka.readUntil(topics.deadLetters(), Duration.ofSeconds(1), read -> !read.isEmpty()))
                    .isEmpty();
        } finally {
            broker.close();
        }
    }
}
