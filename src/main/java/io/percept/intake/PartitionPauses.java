package io.percept.intake;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions are paused before a poll: all while the budget is spent; else those where too many events have begun from
 * the first unfinished one on, so that one event that is stuck does not make a gap without bound. The poll loop's own.
 */
final class PartitionPauses {

    private final Consumer<?, ?> consumer;
    private final int maxAhead;

    PartitionPauses(Consumer<?, ?> consumer, int maxAhead) {
        this.consumer = consumer;
        this.maxAhead = maxAhead;
    }

    void settle(boolean budgetSpent, Collection<AssignedPartition> partitions) {
        Set<TopicPartition> pause = new HashSet<>();
        if (budgetSpent) {
            // All of them each time: a rebalance may have brought some that are not paused yet.
            pause.addAll(consumer.assignment());
        } else {
            partitions.stream()
                    .filter(partition -> partition.ahead() >= maxAhead)
                    .forEach(partition -> pause.add(partition.name()));
        }
        Set<TopicPartition> resume = new HashSet<>(consumer.paused());
        resume.removeAll(pause);
        if (!pause.isEmpty()) {
            consumer.pause(pause);
        }
        if (!resume.isEmpty()) {
            consumer.resume(resume);
        }
    }
}
