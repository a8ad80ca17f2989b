package io.percept.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events as bare images with headers, without a key, so that they spread over the partitions. Thread-safe. */
final class EventSender implements AutoCloseable {

    private static final int LARGEST = 10_485_760;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;

    EventSender(String servers, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        // One request at a time: a topic that was just made may refuse the first one and take the second, after which
        // the
        // broker refuses the first for ever, as out of order.
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                servers,
                "max.request.size",
                LARGEST,
                "linger.ms",
                0,
                "max.in.flight.requests.per.connection",
                1);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends the n-th event of a batch; partitions take turns. */
    void send(Batch batch, int event) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, event % partitions, null, batch.image(event));
        batch.headers(event)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record, (sent, failure) -> {
            if (failure != null) {
                throw new IllegalStateException("Event " + batch.id(event) + " could not be sent", failure);
            }
        });
    }

    /** Sends a whole batch and waits until the broker has it. */
    void sendAll(Batch batch) {
        for (int i = 0; i < batch.count(); i++) {
            send(batch, i);
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
