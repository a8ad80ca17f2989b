package io.percept.intake.collect;

import io.percept.contract.wire.EventCodec;
import io.percept.resolve.corpus.DocumentCollector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Makes documents of records. An event that gives none has a reason; it never fails. Thread-safe. */
public final class EventCollection {

    /** Collecting asks for no task, so that any stands in for those that an event does not name. */
    private final EventCodec codec = new EventCodec(List.of("caption"));

    private final DocumentCollector collector;

    public EventCollection(DocumentCollector collector) {
        this.collector = collector;
    }

    /**
     * Begins with one record.
     *
     * @param headers by lower-case name
     * @param fallbackId of an event that has no id
     */
    public CompletableFuture<CollectedEvent> begin(byte[] value, Map<String, String> headers, String fallbackId) {
        try {
            return collector.collect(codec.read(value, headers, fallbackId)).handle(CollectedEvent::of);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(CollectedEvent.of(null, e));
        }
    }
}
