package io.percept.cli.dlt;

import io.percept.cli.topic.TopicReader;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.publish.DeadLetterPublisher;
import io.percept.publish.Doubling;
import io.percept.publish.LetterSender;
import io.percept.publish.RecordSender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** A broker with events and with letters of them, written as the service writes them. */
final class LetterBroker implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;

    LetterBroker(Path directory) {
        broker = new EmbeddedBroker(directory, 0);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    String servers() {
        return broker.bootstrapServers();
    }

    /** Topics that no other test uses, of one partition each: NAME-events and NAME-dead. */
    void topics(String name) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(Stream.of(name + "-events", name + "-dead")
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Sends an event and dead-letters it. */
    void bury(String name, String key, byte[] value, ErrorCode code) throws ExecutionException, InterruptedException {
        bury(name, event(name, key, value), code, 1 << 20);
    }

    /** Sends an event and dead-letters it for a failure of the moment. */
    void buryPassing(String name, String key, byte[] value, ErrorCode code)
            throws ExecutionException, InterruptedException {
        bury(name, event(name, key, value), PerceptException.passing(code, "what was wrong", null), 1 << 20);
    }

    /** A letter as a version wrote it that did not say whether its failure may pass. */
    void buryAsOlderVersion(String name, String key, byte[] value, ErrorCode code)
            throws ExecutionException, InterruptedException {
        var letter = new ProducerRecord<>(name + "-dead", bytes(key), value);
        letter.headers().add("percept-error-code", bytes(code.name()));
        producer.send(letter).get();
    }

    /** @param key null for an event without one */
    ConsumerRecord<byte[], byte[]> event(String name, String key, byte[] value)
            throws ExecutionException, InterruptedException {
        var event = new ProducerRecord<>(name + "-events", key == null ? null : bytes(key), value);
        event.headers().add("tag", bytes("one")).add("tag", bytes("two"));
        RecordMetadata sent = producer.send(event).get();
        return read(sent.topic()).stream()
                .filter(record -> record.offset() == sent.offset())
                .findFirst()
                .orElseThrow();
    }

    /** @param largest what the letters' producer may send, in bytes */
    void bury(String name, ConsumerRecord<byte[], byte[]> event, ErrorCode code, int largest) {
        bury(name, event, new PerceptException(code, "what was wrong"), largest);
    }

    private void bury(String name, ConsumerRecord<byte[], byte[]> event, PerceptException reason, int largest) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers(), "max.request.size", largest);
        try (RecordSender sender = new RecordSender(
                new DefaultKafkaProducerFactory<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                new Doubling(Duration.ofMillis(50), Duration.ofSeconds(1)))) {
            new DeadLetterPublisher(sender, name + "-dead", new LetterSender("percept", "percept-0", "1.2.3"))
                    .publish(event, reason, OptionalInt.of(1))
                    .join();
        }
    }

    /** What a topic holds. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (TopicReader reader = new TopicReader(Map.of("bootstrap.servers", servers()))) {
            reader.read(reader.partitions(topic), Optional.empty(), records::add);
        }
        return records;
    }

    /** Deletes all that a topic of one partition holds. */
    void empty(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers()));
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
