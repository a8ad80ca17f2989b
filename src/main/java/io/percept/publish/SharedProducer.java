package io.percept.publish;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The producer that all topics have in common. One that may fail with everything from now on is closed before the next record, and
 * another one takes its place: a producer whose first login was refused never gets its id, and is of no use when the login is mended.
 * What others have in flight with it is acknowledged while it closes, or fails, and is theirs to send again. Thread-safe.
 */
final class SharedProducer implements AutoCloseable {

    private final ProducerFactory<byte[], byte[]> producers;
    /** The one that is to be replaced, if so. */
    private final AtomicReference<Producer<byte[], byte[]>> spent = new AtomicReference<>();

    /** @param producers gives the producer; asked before each send, as it replaces some of those that have failed by itself */
    SharedProducer(ProducerFactory<byte[], byte[]> producers) {
        this.producers = producers;
    }

    /**
     * As {@link Producer#send}; waits besides for a producer that is replaced to close. Not for callbacks, whose thread the close waits
     * for.
     */
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Producer<byte[], byte[]> producer = usable();
        try {
            producer.send(record, (metadata, failure) -> {
                judge(producer, failure);
                callback.onCompletion(metadata, failure);
            });
        } catch (RuntimeException failure) {
            judge(producer, failure);
            throw failure;
        }
    }

    @Override
    public void close() {
        producers.reset();
    }

    private Producer<byte[], byte[]> usable() {
        Producer<byte[], byte[]> producer = producers.createProducer();
        // Of all that find it spent one resets: a second reset would close the next producer.
        if (!spent.compareAndSet(producer, null)) {
            return producer;
        }
        producers.reset();
        return producers.createProducer();
    }

    /** @param failure null where there was none */
    private void judge(Producer<byte[], byte[]> producer, Exception failure) {
        if (failure instanceof AuthenticationException || tellsOfAnEarlierOne(failure)) {
            spent.set(producer);
        }
    }

    /** So a producer answers that is in an error state for good. One that is closed may answer so too, and is replaced already. */
    private static boolean tellsOfAnEarlierOne(Exception failure) {
        return failure != null
                && failure.getCause() != null
                && (failure.getClass() == KafkaException.class || failure.getClass() == IllegalStateException.class);
    }
}
