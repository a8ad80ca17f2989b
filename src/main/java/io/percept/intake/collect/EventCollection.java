package io.percept.intake.collect;

import io.percept.contract.ImageEvent;
import io.percept.contract.wire.EventCodec;
import io.percept.publish.MessageHeaders;
import io.percept.publish.Position;
import io.percept.publish.ReceiptTime;
import io.percept.resolve.corpus.DocumentCollector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes documents of records. An event that gives none has a reason; it never fails. Thread-safe. */
public final class EventCollection {

    /** Collecting asks for no task, so that any stands in for those that an event does not name. */
    private final EventCodec codec = new EventCodec(List.of("caption"));

    private final DocumentCollector collector;

    public EventCollection(DocumentCollector collector) {
        this.collector = collector;
    }

    /** Begins with a record of a topic. An event without an id is named by where it lies, and one without a time has that of its record. */
    public CompletableFuture<CollectedEvent> begin(ConsumerRecord<byte[], byte[]> record) {
        return begin(() -> codec.read(
                record.value(),
                MessageHeaders.read(record.headers()),
                Position.of(record).toString(),
                ReceiptTime.of(record, Instant.now())));
    }

    /**
     * Begins with an event that is in no topic.
     *
     * @param fallbackId of an event that has no id
     */
    public CompletableFuture<CollectedEvent> begin(byte[] value, String fallbackId) {
        return begin(() -> codec.read(value, Map.of(), fallbackId));
    }

    private CompletableFuture<CollectedEvent> begin(Supplier<ImageEvent> event) {
        try {
            return collector.collect(event.get()).handle(CollectedEvent::of);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(CollectedEvent.of(null, e));
        }
    }
}
