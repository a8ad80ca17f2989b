package io.percept.intake;

import java.util.Collection;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Whether a poll loop does its work. A commit shows it, or a member of the group that finds nothing to commit. That polls come back
 * shows nothing: so they do in a loop whose every commit is refused, until the first one. The poll loop's own.
 */
final class LoopProof {

    private final Consumer<?, ?> consumer;
    private boolean given;

    LoopProof(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** Whether the loop shows it now, and has not before. */
    boolean isNew(Collection<AssignedPartition> partitions) {
        if (given || !shows(partitions)) {
            return false;
        }
        given = true;
        return true;
    }

    private boolean shows(Collection<AssignedPartition> partitions) {
        return partitions.stream().anyMatch(AssignedPartition::hasCommitted)
                || consumer.groupMetadata().generationId() >= 0
                        && partitions.stream()
                                .allMatch(partition -> partition.isSettled() && isReadToItsEnd(partition));
    }

    private boolean isReadToItsEnd(AssignedPartition partition) {
        OptionalLong lag = consumer.currentLag(partition.name());
        return lag.isPresent() && lag.getAsLong() == 0;
    }
}
