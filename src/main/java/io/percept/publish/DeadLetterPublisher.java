package io.percept.publish;

import io.percept.contract.PerceptException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events that cannot be enriched, with their key, bytes and headers as they came, and the reason in the
 * headers {@code percept-error-code} and {@code percept-error-message}. Where the bytes are too many for the producer,
 * the letter is empty and names where the event lies. Thread-safe.
 */
public final class DeadLetterPublisher {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);

    private final RecordSender sender;
    private final String topic;

    public DeadLetterPublisher(RecordSender sender, String topic) {
        this.sender = sender;
        this.topic = topic;
    }

    /** @return completes when the broker has acknowledged */
    public CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> event, PerceptException reason) {
        log.warn(
                "Dead letter: event at {}-{}@{}, {}: {}",
                event.topic(),
                event.partition(),
                event.offset(),
                reason.code(),
                reason.getMessage());
        return sender.send(letter(event, reason, event.value())).exceptionallyCompose(failure -> {
            if (!(unwrapped(failure) instanceof RecordTooLargeException)) {
                return CompletableFuture.failedFuture(failure);
            }
            ProducerRecord<byte[], byte[]> reference = letter(event, reason, null);
            MessageHeaders.put(reference.headers(), "percept-original-value", "left out, it is too large");
            return sender.send(reference);
        });
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    private ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> event, PerceptException reason, byte[] value) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, event.key(), value);
        Headers headers = letter.headers();
        event.headers().forEach(headers::add);
        MessageHeaders.put(headers, "percept-error-code", reason.code().name());
        MessageHeaders.put(headers, "percept-error-message", reason.getMessage());
        MessageHeaders.put(headers, "percept-original-topic", event.topic());
        MessageHeaders.put(headers, "percept-original-partition", String.valueOf(event.partition()));
        MessageHeaders.put(headers, "percept-original-offset", String.valueOf(event.offset()));
        MessageHeaders.put(headers, "percept-original-timestamp", String.valueOf(event.timestamp()));
        return letter;
    }
}
