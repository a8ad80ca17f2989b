package io.percept.intake;

import java.time.Duration;
import java.util.Collection;

/** Writes down how far partitions are. For the poll loop alone, except {@link #ended}. */
interface OffsetCommits extends AutoCloseable {

    /** To be called before partitions are asked for. */
    void start();

    /** To be called before an event is worked on. */
    void taken(TakenEvent event);

    /** What the event ended as is safe: it finishes, and is settled as soon as nothing more has to be waited for. Thread-safe. */
    void ended(TakenEvent event);

    /**
     * Within what the order of a key is kept. Where an event of an assignment that has gone can still be published, later ones wait
     * for it, whatever assignment they are of; where it cannot, they must not.
     */
    Object orderedWithin(AssignedPartition partition);

    /**
     * Whether the next commit should not wait for its time.
     *
     * @param budgetSpent whether nothing is taken in until events are settled
     */
    boolean isWaitedFor(boolean budgetSpent);

    /** Writes down what has moved, without waiting; what could not be written is written with the next. */
    void commit(Collection<AssignedPartition> partitions);

    /**
     * Whether nothing is worked on in partitions that are about to leave, and how far they came is written down, or can no
     * longer be. Does not wait.
     */
    boolean isDrained(Collection<AssignedPartition> leaving);

    /**
     * Waits until nothing is worked on in partitions that are about to leave, but no longer than the limit, and writes down how
     * far they came.
     */
    void drain(Collection<AssignedPartition> leaving, Duration limit);

    /** The partition has left and is fenced: nothing of it is written down from now on. */
    void forget(AssignedPartition partition);

    @Override
    void close();
}
