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
    private Optional<ProgressCodec.Encoded> committed;
    private int running;
    private boolean hasCommitted;
    private volatile boolean fenced;

    /** @param committed what the group has committed of this partition, if anything */
    AssignedPartition(TopicPartition name, Optional<OffsetAndMetadata> committed, ProgressCodec codec) {
        this.name = name;
        this.codec = codec;
        this.committed = committed.map(offset -> new ProgressCodec.Encoded(offset, codec.decode(name, offset)));
        this.before = this.committed.map(ProgressCodec.Encoded::covered).orElse(OffsetProgress.NONE);
    }

    TopicPartition name() {
        return name;
    }

    /** @return the ticket that {@link #finish} takes; none where the event had ended before the partition came to us */
    synchronized OptionalLong begin(long offset) {
        if (offset < before.next()) {
            // Someone reads from further back on purpose, or the topic is not the one it was.
            before = OffsetProgress.NONE;
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

    /** Whether nothing is worked on. */
    synchronized boolean isIdle() {
        return running == 0;
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
        return progress().map(progress -> codec.encode(name, progress)).filter(this::isNew);
    }

    /**
     * The same for results that are committed together with their offsets: an end that was committed is never left out again,
     * since its result would be doubled. Where not all that has ended since fits, none of it is there beyond the
     * watermark; it has to wait.
     */
    synchronized Optional<ProgressCodec.Encoded> toCommitForGood() {
        return progress().flatMap(this::encodedForGood).filter(this::isNew);
    }

    synchronized void committed(ProgressCodec.Encoded encoded) {
        committed = Optional.of(encoded);
        hasCommitted = true;
    }

    /** Whether anything was committed since the partition came to us. */
    synchronized boolean hasCommitted() {
        return hasCommitted;
    }

    /** Whether nothing is worked on and nothing waits to be committed. */
    synchronized boolean isSettled() {
        return isIdle() && toCommit().isEmpty();
    }

    /** Says that the partition was taken away. */
    void fence() {
        fenced = true;
    }

    boolean isFenced() {
        return fenced;
    }

    private boolean isNew(ProgressCodec.Encoded encoded) {
        return committed
                .map(last -> !last.committable().equals(encoded.committable()))
                .orElse(true);
    }

    private Optional<ProgressCodec.Encoded> encodedForGood(OffsetProgress progress) {
        ProgressCodec.Encoded all = codec.encode(name, progress);
        if (all.covered().equals(progress)) {
            return Optional.of(all);
        }
        EndedOffsets sinceLong = committed
                .map(last -> new EndedOffsets.Builder()
                        .addFrom(progress.next(), last.covered().ended())
                        .build())
                .orElse(EndedOffsets.NONE);
        ProgressCodec.Encoded known = codec.encode(name, new OffsetProgress(progress.next(), sinceLong));
        return Optional.of(known).filter(encoded -> encoded.covered().ended().equals(sinceLong));
    }

    /** With what had ended before and has not come by yet, which must not be forgotten with the next commit. */
    private Optional<OffsetProgress> progress() {
        return watermark.progress().map(progress -> {
            EndedOffsets ended = new EndedOffsets.Builder()
                    .addFrom(0, progress.ended())
                    .addFrom(watermark.next(), before.ended())
                    .build();
            return new OffsetProgress(progress.next(), ended);
        });
    }
}
