package io.percept.intake;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition for as long as it is assigned to us without a break. Events that end after it was taken away end here
 * and nowhere else: the object is out of {@link Assignments} by then, so nothing of theirs is committed.
 *
 * <p>Thread-safe; {@link #toCommit} and {@link #committed} belong to the poll loop.
 */
final class AssignedPartition {

    private final TopicPartition name;
    private final OffsetWatermark watermark = new OffsetWatermark();
    private int running;
    private long committed = -1;

    AssignedPartition(TopicPartition name) {
        this.name = name;
    }

    TopicPartition name() {
        return name;
    }

    synchronized long begin(long offset) {
        running++;
        return watermark.begin(offset);
    }

    /** The event has a result or a dead letter that the broker acknowledged. */
    synchronized void finish(long ticket) {
        watermark.finish(ticket);
        leave();
    }

    /** The event is no longer worked on and has not ended: it will be read again. */
    synchronized void abandon() {
        leave();
    }

    private void leave() {
        running--;
        if (running == 0) {
            notifyAll();
        }
    }

    /** Waits until nothing is worked on; false where it took too long. */
    synchronized boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (running > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** The watermark, where it has moved since the last commit. */
    OptionalLong toCommit() {
        OptionalLong offset = watermark.committable();
        return offset.isPresent() && offset.getAsLong() > committed ? offset : OptionalLong.empty();
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
    }
}
