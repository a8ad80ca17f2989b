package io.percept.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition for as long as it is assigned to us without a break: what has begun, what has ended, and what had ended before it
 * came to us. Events that end after it was taken away end here and nowhere else: the object is out of
 * {@link Assignments} by then, so nothing of theirs is committed.
 *
 * <pre>
 *   begin ──▶ running ──finish──▶ may be committed ──leave──▶ idle
 *     │          └──────────────leave, given up─────────────▶ idle
 *     └── ended before: nothing to do
 * </pre>
 *
 * <p>Thread-safe.
 */
final class AssignedPartition {

    private final TopicPartition name;
    private final ProgressCodec codec;
    private final OffsetWatermark watermark = new OffsetWatermark();
    private OffsetProgress before;
    private OffsetAndMetadata committed;
    private int running;
    private volatile boolean fenced;

    /** @param committed what the group has committed of this partition, if anything */
    AssignedPartition(TopicPartition name, Optional<OffsetAndMetadata> committed, ProgressCodec codec) {
        this.name = name;
        this.codec = codec;
        this.committed = committed.orElse(null);
        this.before =
                committed.map(offset -> codec.decode(name, offset)).orElse(new OffsetProgress(0, EndedOffsets.NONE));
    }

    TopicPartition name() {
        return name;
    }

    /** @return the ticket that {@link #finish} takes; none where the event had ended before the partition came to us */
    synchronized OptionalLong begin(long offset) {
        if (offset < before.next()) {
            // Someone reads from further back on purpose, or the topic is not the one it was.
            before = new OffsetProgress(0, EndedOffsets.NONE);
        }
        long ticket = watermark.begin(offset);
        if (before.hasEnded(offset)) {
            watermark.finish(ticket);
            return OptionalLong.empty();
        }
        running++;
        return OptionalLong.of(ticket);
    }

    /** The event's end may be committed. Each event that was begun leaves besides. */
    void finish(long ticket) {
        watermark.finish(ticket);
    }

    /** The event is no longer worked on, be it ended or given up. */
    synchronized void leave() {
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

    /** How many events have begun from the first unfinished one on. */
    long ahead() {
        return watermark.ahead();
    }

    /** Offset and encoded progress, where they have changed since the last commit. */
    synchronized Optional<ProgressCodec.Encoded> toCommit() {
        return watermark
                .progress()
                .map(progress -> codec.encode(name, withThoseBefore(progress)))
                .filter(encoded -> !encoded.committable().equals(committed));
    }

    synchronized void committed(OffsetAndMetadata offset) {
        if (committed == null || offset.offset() >= committed.offset()) {
            committed = offset;
        }
    }

    /** Says that the partition was taken away. */
    void fence() {
        fenced = true;
    }

    boolean isFenced() {
        return fenced;
    }

    /** What had ended before and has not come by yet must not be forgotten with the next commit. */
    private OffsetProgress withThoseBefore(OffsetProgress progress) {
        if (before.ended().end() <= watermark.next()) {
            return progress;
        }
        EndedOffsets ended = new EndedOffsets.Builder()
                .addFrom(0, progress.ended())
                .addFrom(watermark.next(), before.ended())
                .build();
        return new OffsetProgress(progress.next(), ended);
    }
}
