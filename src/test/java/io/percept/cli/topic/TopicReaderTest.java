package io.percept.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.intake.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicReaderTest {

    private static final int RECORDS = 20;

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = new EmbeddedBroker(directory, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldReadWhatATopicHoldsInOrder() throws Exception {
        fill("whole");

        assertThat(offsets("whole", Map.of())).hasSize(RECORDS).isSorted();
    }

    @Test
    void shouldReadOnWhereWhatWasToBeReadNextIsDeleted() throws Exception {
        fill("shortened");
        List<Long> offsets = new ArrayList<>();

        // A record at a time, so that the client has not got all of them before they are deleted.
        try (TopicReader reader = reader(Map.of("max.partition.fetch.bytes", "1", "max.poll.records", "1"))) {
            reader.read(reader.partitions("shortened"), Optional.empty(), record -> {
                if (offsets.isEmpty()) {
                    delete("shortened", RECORDS - 5);
                }
                offsets.add(record.offset());
            });
        }

        assertThat(offsets).contains(15L, 16L, 17L, 18L, 19L).doesNotContain(10L);
    }

    @Test
    void shouldFindNoPartitionsOfATopicThatIsNotThere() {
        try (TopicReader reader = reader(Map.of())) {
            assertThat(reader.partitions("no-such-topic")).isEmpty();
        }
    }

    @Test
    void shouldSayWhatIsWrongWhereNobodyAnswers() {
        Map<String, Object> nobody = Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "300", "request.timeout.ms", "300");

        try (TopicReader reader = new TopicReader(nobody)) {
            assertThatThrownBy(() -> reader.partitions("events")).isInstanceOf(KafkaException.class);
        }
    }

    private static List<Long> offsets(String topic, Map<String, Object> further) {
        List<Long> offsets = new ArrayList<>();
        try (TopicReader reader = reader(further)) {
            reader.read(reader.partitions(topic), Optional.empty(), record -> offsets.add(record.offset()));
        }
        return offsets;
    }

    private static TopicReader reader(Map<String, Object> further) {
        Map<String, Object> client = new HashMap<>(further);
        client.put("bootstrap.servers", broker.bootstrapServers());
        return new TopicReader(client);
    }

    /** Each record in a batch of its own. */
    private static void fill(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = admin();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, ("event " + i).getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
    }

    private static void delete(String topic, long before) {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
