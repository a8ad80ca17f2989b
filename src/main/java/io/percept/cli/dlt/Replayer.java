package io.percept.cli.dlt;

import io.percept.publish.DeadLetter;
import io.percept.publish.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the events of letters again, with their keys, headers and bytes, one after the other, so that a key keeps its
 * order; and remembers each. Not thread-safe.
 */
final class Replayer implements AutoCloseable {

    private static final int LARGEST_REQUEST = 32 << 20;

    private final DeadLetters letters;
    private final Optional<String> to;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @param to where the events go, if not where they came from */
    Replayer(DeadLetters letters, Optional<String> to) throws InterruptedException {
        this.letters = letters;
        this.to = to;
        letters.replayed().prepare(letters.client());
        this.producer =
                new KafkaProducer<>(settings(letters.client()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A letter whose event cannot be sent, while others can. */
    static final class SkippedException extends Exception {

        private static final long serialVersionUID = 1L;

        SkippedException(String reason) {
            super(reason);
        }
    }

    /**
     * Sends the event of a letter.
     *
     * @return where it lies now, once the broker has acknowledged it and the note that it was replayed
     * @throws SkippedException where there is nothing to send, or nowhere to send it to
     * @throws ExecutionException where the broker does not take it
     */
    Position send(DeadLetter letter) throws SkippedException, ExecutionException, InterruptedException {
        Position position = position(producer.send(event(letter)).get());
        producer.send(letters.replayed().marker(letter.id(), position)).get();
        letters.replayed().add(letter.id(), position);
        return position;
    }

    private ProducerRecord<byte[], byte[]> event(DeadLetter letter) throws SkippedException {
        String topic = to.or(() -> letter.original().map(Position::topic))
                .orElseThrow(() -> new SkippedException("it does not say where its event came from: use --to"));
        if (letter.leftOut().isEmpty()) {
            byte[] key = letter.originalKey().orElse(null);
            List<Header> headers = letter.replayHeaders(letter.originalHeaders());
            return new ProducerRecord<>(topic, null, key, letter.record().value(), headers);
        }
        ConsumerRecord<byte[], byte[]> original = letters.original(letter)
                .orElseThrow(() -> new SkippedException("its value was left out, and the event is no longer at "
                        + letter.original().map(Object::toString).orElse("a place that it names")));
        List<Header> headers =
                StreamSupport.stream(original.headers().spliterator(), false).toList();
        return new ProducerRecord<>(topic, null, original.key(), original.value(), letter.replayHeaders(headers));
    }

    private static Position position(RecordMetadata sent) {
        return new Position(sent.topic(), sent.partition(), sent.offset());
    }

    private static Map<String, Object> settings(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
        // What its producer could send goes through again; the topic has the last word.
        settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_REQUEST);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "0");
        return settings;
    }

    @Override
    public void close() {
        producer.close();
    }
}
