package io.percept.intake;

import java.time.Duration;
import java.util.Collection;

/** Writes down how far partitions are. For the poll loop alone. */
interface OffsetCommits {

    /** Writes down what has moved, without waiting; what could not be written is written with the next. */
    void commit(Collection<AssignedPartition> partitions);

    /**
     * Waits until nothing is worked on in partitions that are about to leave, but no longer than the limit, and writes down how
     * far they came.
     */
    void drain(Collection<AssignedPartition> leaving, Duration limit);
}
