package io.percept.intake.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path directory;

    @Test
    void shouldKeepRecordsOverARestart() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            createTopic(broker);
            sendValue(broker);
        }

        try (EmbeddedBroker again = new EmbeddedBroker(directory, 0)) {
            assertThat(firstValue(again)).isEqualTo("value");
        }
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> new EmbeddedBroker(directory, taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("percept.broker.port");
        }
    }

    @Test
    void shouldRefuseADirectoryWhoseBrokerIsRunning() throws Exception {
        try (EmbeddedBroker first = new EmbeddedBroker(directory, 0)) {
            assertThatThrownBy(() -> new EmbeddedBroker(directory, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(directory + " belongs to an embedded broker that is running")
                    .hasMessageContaining("percept.broker.directory");

            createTopic(first);
            sendValue(first);
        }

        try (EmbeddedBroker again = new EmbeddedBroker(directory, 0)) {
            assertThat(firstValue(again)).isEqualTo("value");
        }
    }

    @Test
    void shouldLeaveNoThreadBehindWhereItCannotStart() throws Exception {
        Set<Thread> before = metadataThreads();
        // Kafka's own lock, which it asks for only when the metadata is being read.
        try (FileChannel file = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            assertThatThrownBy(() -> new EmbeddedBroker(directory, 0)).hasMessageContaining("cannot start");
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> before.containsAll(metadataThreads()));
        new EmbeddedBroker(directory, 0).close();
    }

    private static Set<Thread> metadataThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("raft-io-thread"))
                .collect(Collectors.toSet());
    }

    private static void sendValue(EmbeddedBroker broker) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", "key", "value")).get();
        }
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static String firstValue(EmbeddedBroker broker) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("kept", 0)));
            return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
        }
    }
}
