package io.percept.intake;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An event between its poll and its end, with what it takes up meanwhile. Thread-safe. */
final class TakenEvent {

    private final AssignedPartition partition;
    private final ConsumerRecord<byte[], byte[]> record;
    private final long ticket;
    private final InFlightBudget budget;
    private final long size;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** @param ticket of the partition */
    TakenEvent(AssignedPartition partition, ConsumerRecord<byte[], byte[]> record, long ticket, InFlightBudget budget) {
        this.partition = partition;
        this.record = record;
        this.ticket = ticket;
        this.budget = budget;
        this.size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        budget.take(size);
    }

    AssignedPartition partition() {
        return partition;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    long offset() {
        return record.offset();
    }

    /** Its end may be committed. */
    void finish() {
        partition.finish(ticket);
    }

    /** It takes nothing up any longer, be it ended or given up. A second time changes nothing. */
    void settle() {
        if (settled.compareAndSet(false, true)) {
            partition.leave();
            budget.release(size);
        }
    }
}
