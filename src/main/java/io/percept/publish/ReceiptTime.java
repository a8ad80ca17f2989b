package io.percept.publish;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** When a record was received: the time of an event that states none. */
public final class ReceiptTime {

    private ReceiptTime() {}

    /**
     * The record's own timestamp, as its producer or, where the topic has it so, its broker set it: it is the same at every delivery, so
     * an event has one deadline however often it is read. One that lies ahead, by a clock that is wrong, counts as now, since a deadline
     * in the far future would be none; so does a record without one.
     */
    public static Instant of(ConsumerRecord<?, ?> record, Instant now) {
        if (record.timestamp() < 0) {
            return now;
        }
        Instant stamped = Instant.ofEpochMilli(record.timestamp());
        return stamped.isAfter(now) ? now : stamped;
    }
}
