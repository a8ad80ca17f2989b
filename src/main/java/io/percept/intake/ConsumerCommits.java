package io.percept.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits by the consumer itself, after the broker has acknowledged what the events ended as: at least once. */
final class ConsumerCommits implements OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(ConsumerCommits.class);

    private final Consumer<?, ?> consumer;
    private final ProgressCodec codec;

    ConsumerCommits(Consumer<?, ?> consumer, ProgressCodec codec) {
        this.consumer = consumer;
        this.codec = codec;
    }

    @Override
    public void commit(Collection<AssignedPartition> partitions) {
        Map<TopicPartition, AssignedPartition> byName = new HashMap<>();
        partitions.forEach(partition -> byName.put(partition.name(), partition));
        Map<TopicPartition, OffsetAndMetadata> offsets = movedOf(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        consumer.commitAsync(offsets, (done, failure) -> {
            if (failure == null) {
                done.forEach((name, offset) -> byName.get(name).committed(offset));
            } else if (failure instanceof OffsetMetadataTooLarge) {
                codec.refused();
            } else {
                // Usual in the middle of a rebalance.
                log.debug("Offsets were not committed and will be with the next", failure);
            }
        });
    }

    @Override
    public void drain(Collection<AssignedPartition> leaving, Duration limit) {
        awaitIdle(leaving, limit);
        try {
            commitNow(leaving);
        } catch (KafkaException e) {
            log.warn(
                    "Offsets of {} could not be committed, their last events come again: {}",
                    leaving.stream().map(AssignedPartition::name).toList(),
                    e.getMessage());
        }
    }

    private void commitNow(Collection<AssignedPartition> leaving) {
        try {
            commitAndWait(movedOf(leaving));
        } catch (OffsetMetadataTooLarge e) {
            codec.refused();
            commitAndWait(movedOf(leaving));
        }
    }

    private void commitAndWait(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!offsets.isEmpty()) {
            consumer.commitSync(offsets);
        }
    }

    private static void awaitIdle(Collection<AssignedPartition> leaving, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (AssignedPartition partition : leaving) {
                if (!partition.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    log.warn("{} did not drain in {}: its unfinished events come again", partition.name(), limit);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> movedOf(Collection<AssignedPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (AssignedPartition partition : partitions) {
            partition.toCommit().ifPresent(encoded -> offsets.put(partition.name(), encoded.committable()));
        }
        return offsets;
    }
}
