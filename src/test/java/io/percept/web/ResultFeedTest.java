package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.percept.contract.v1.EnrichmentResult;
import io.percept.intake.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class ResultFeedTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition("results", 0);

    private final List<ConsumerRecord<byte[], byte[]>> topic = new CopyOnWriteArrayList<>();
    private final List<MockConsumer<byte[], byte[]>> readings = new CopyOnWriteArrayList<>();
    private final ResultFeed feed = new ResultFeed(new Consumers(), "results", 20);

    @BeforeEach
    void start() {
        feed.start();
    }

    @AfterEach
    void stop() {
        feed.stop();
    }

    @Test
    void shouldGoOnBehindATombstoneAndRecordsThatAreNoResults() {
        publish(result("1"));
        publish((byte[]) null);
        publish(new byte[] {1, 2, 3}).headers().add("content-type", "application/protobuf".getBytes());
        publish(timeBeyondTheYears()).headers().add("content-type", "application/protobuf".getBytes());
        publish(new byte[0]);
        publish("pong");
        publish("[]");
        publish("{\"id\":");
        publish("{\"temperature\":20}");
        publish(result("2"));
        List<String> told = new CopyOnWriteArrayList<>();

        feed.watch(told::add);

        await().untilAsserted(() -> assertThat(told).containsExactly(result("1"), result("2")));
    }

    @Test
    void shouldTellAResultOfANewerInstance() {
        publish("{\"id\":\"1\", \"mood\":{\"of\":\"tomorrow\"}}");
        List<String> told = new CopyOnWriteArrayList<>();

        feed.watch(told::add);

        await().untilAsserted(() -> assertThat(told).containsExactly(result("1")));
    }

    @Test
    void shouldGiveALaterFollowerEachResultOnce() {
        publish(result("1"));
        publish(result("2"));
        followAndLeave(result("2"));
        publish(result("3"));
        List<String> told = new CopyOnWriteArrayList<>();

        feed.watch(told::add);

        await().untilAsserted(() -> assertThat(told).contains(result("3")));
        assertThat(told).containsExactly(result("1"), result("2"), result("3"));
    }

    @Test
    void shouldKeepNothingWhileNobodyWatches() {
        publish(result("1"));
        followAndLeave(result("1"));
        topic.clear();
        List<String> told = new CopyOnWriteArrayList<>();

        // What is kept is given at once.
        feed.watch(told::add);

        assertThat(told).isEmpty();
    }

    @Test
    void shouldFollowPartitionsThatAreAddedLater(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            Map<String, Object> connection = Map.of("bootstrap.servers", broker.bootstrapServers());
            ResultFeed growing = new ResultFeed(
                    new DefaultKafkaConsumerFactory<>(connection), "results", 20, Duration.ofMillis(200));
            List<String> told = new CopyOnWriteArrayList<>();
            try (Admin admin = Admin.create(connection)) {
                admin.createTopics(List.of(new NewTopic("results", 1, (short) 1)))
                        .all()
                        .get();
                growing.start();
                growing.watch(told::add);
                send(connection, 0, result("1"));
                await().atMost(LIMIT).untilAsserted(() -> assertThat(told).containsExactly(result("1")));

                admin.createPartitions(Map.of("results", NewPartitions.increaseTo(2)))
                        .all()
                        .get();
                send(connection, 1, result("2"));

                await().atMost(LIMIT).untilAsserted(() -> assertThat(told).containsExactly(result("1"), result("2")));
            } finally {
                growing.stop();
            }
        }
    }

    private static void send(Map<String, Object> connection, int partition, String result) throws Exception {
        try (var producer = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] value = result.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("results", partition, new byte[0], value))
                    .get();
        }
    }

    private void followAndLeave(String last) {
        List<String> told = new CopyOnWriteArrayList<>();
        Runnable leave = feed.watch(told::add);
        await().untilAsserted(() -> assertThat(told).contains(last));
        leave.run();
        await().untilAsserted(() -> assertThat(readings.getLast().closed()).isTrue());
    }

    private static String result(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    /** Can be read, and not be written as JSON. */
    private static byte[] timeBeyondTheYears() {
        return EnrichmentResult.newBuilder()
                .setId("late")
                .setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                .build()
                .toByteArray();
    }

    private void publish(String result) {
        publish(result.getBytes(StandardCharsets.UTF_8));
    }

    private ConsumerRecord<byte[], byte[]> publish(byte[] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("results", 0, topic.size(), new byte[0], value);
        topic.add(record);
        return record;
    }

    /** Consumers that read the topic as it is when they are made. */
    private final class Consumers extends DefaultKafkaConsumerFactory<byte[], byte[]> {

        Consumers() {
            super(Map.of());
        }

        @Override
        public Consumer<byte[], byte[]> createConsumer(
                String groupId, String clientIdPrefix, String clientIdSuffix, Properties properties) {
            MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
            consumer.updatePartitions(
                    "results", List.of(new PartitionInfo("results", 0, Node.noNode(), new Node[0], new Node[0])));
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            consumer.updateEndOffsets(Map.of(PARTITION, (long) topic.size()));
            consumer.schedulePollTask(() -> topic.forEach(consumer::addRecord));
            readings.add(consumer);
            return consumer;
        }
    }
}
