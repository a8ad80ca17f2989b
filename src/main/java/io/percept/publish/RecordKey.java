package io.percept.publish;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The key of what comes of an event. */
final class RecordKey {

    private RecordKey() {}

    /**
     * That of the event; where it has none, the id of what comes of it, since a compacted topic takes no record without a key,
     * however often it is sent.
     */
    static byte[] of(ConsumerRecord<byte[], byte[]> event, String id) {
        return event.key() == null ? of(id) : event.key();
    }

    static byte[] of(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
