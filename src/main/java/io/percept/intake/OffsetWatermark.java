package io.percept.intake;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The contiguous-offset rule of one partition: events are begun in the order of their offsets, finish in any order, and
 * only what lies before the first unfinished one may be committed.
 *
 * <pre>
 *   begun    5  6  7  9 10          (8 was compacted away)
 *   finished 5  6     9             committable: 7
 *   finished 5  6  7  9             committable: 10
 *   finished 5  6  7  9 10          committable: 11
 * </pre>
 *
 * Thread-safe. All operations take constant time, {@link #begin} amortised, except {@link #progress}, which looks at every
 * event from the first unfinished one on.
 */
final class OffsetWatermark {

    private static final int INITIAL_CAPACITY = 64;

    private long[] offsets = new long[INITIAL_CAPACITY];
    private boolean[] finished = new boolean[INITIAL_CAPACITY];
    private long head;
    private long tail;
    private long next = -1;

    /**
     * @param offset greater than every one before
     * @return the ticket that {@link #finish} takes
     */
    synchronized long begin(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("Offset " + offset + " after " + (next - 1) + " was begun");
        }
        if (tail - head == offsets.length) {
            grow();
        }
        offsets[slot(tail)] = offset;
        finished[slot(tail)] = false;
        next = offset + 1;
        return tail++;
    }

    /** Says that an event has ended for good. A second time changes nothing. */
    synchronized void finish(long ticket) {
        if (ticket < head) {
            return;
        }
        if (ticket >= tail) {
            throw new IllegalArgumentException("No event has the ticket " + ticket);
        }
        finished[slot(ticket)] = true;
        while (head < tail && finished[slot(head)]) {
            head++;
        }
    }

    /** The offset to commit, which is that of the first record to be read again; empty before the first event. */
    synchronized OptionalLong committable() {
        if (next < 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(head == tail ? next : offsets[slot(head)]);
    }

    /** What is committable, and what has ended beyond it; empty before the first event. */
    synchronized Optional<OffsetProgress> progress() {
        if (next < 0) {
            return Optional.empty();
        }
        EndedOffsets.Builder ended = new EndedOffsets.Builder();
        for (long ticket = head; ticket < tail; ticket++) {
            if (finished[slot(ticket)]) {
                // Up to the next event, so that offsets without a record do not break a run.
                ended.add(offsets[slot(ticket)], ticket + 1 < tail ? offsets[slot(ticket + 1)] : next);
            }
        }
        return Optional.of(new OffsetProgress(committable().orElseThrow(), ended.build()));
    }

    /** The offset after the newest event; -1 before the first. */
    synchronized long next() {
        return next;
    }

    /** How many events have begun from the first unfinished one on. */
    synchronized long ahead() {
        return tail - head;
    }

    private int slot(long ticket) {
        return (int) (ticket & offsets.length - 1);
    }

    private void grow() {
        long[] widerOffsets = new long[offsets.length * 2];
        boolean[] widerFinished = new boolean[offsets.length * 2];
        for (long ticket = head; ticket < tail; ticket++) {
            int wider = (int) (ticket & widerOffsets.length - 1);
            widerOffsets[wider] = offsets[slot(ticket)];
            widerFinished[wider] = finished[slot(ticket)];
        }
        offsets = widerOffsets;
        finished = widerFinished;
    }
}
