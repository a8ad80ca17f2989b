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

    /** Failures in a row after which they are told: with a commit interval each, most rebalances are over by then. */
    private static final int TOLD_AFTER = 10;

    private final Consumer<?, ?> consumer;
    private final ProgressCodec codec;
    private int failuresInARow;

    ConsumerCommits(Consumer<?, ?> consumer, ProgressCodec codec) {
        this.consumer = consumer;
        this.codec = codec;
    }

    @Override
    public void start() {}

    @Override
    public void taken(TakenEvent event) {}

    @Override
    public void ended(TakenEvent event) {
        event.finish();
        event.settle();
    }

    @Override
    public Object orderedWithin(AssignedPartition partition) {
        return partition.name();
    }

    @Override
    public boolean isWaitedFor(boolean budgetSpent) {
        return false;
    }

    @Override
    public void commit(Collection<AssignedPartition> partitions) {
        Map<AssignedPartition, ProgressCodec.Encoded> moved = movedOf(partitions);
        if (moved.isEmpty()) {
            return;
        }
        consumer.commitAsync(offsets(moved), (done, failure) -> {
            if (failure == null) {
                moved.forEach(AssignedPartition::committed);
                succeeded();
            } else if (failure instanceof OffsetMetadataTooLarge) {
                codec.refused();
            } else {
                failed(failure);
            }
        });
    }

    @Override
    public boolean isDrained(Collection<AssignedPartition> leaving) {
        return leaving.stream().allMatch(AssignedPartition::isIdle)
                && movedOf(leaving).isEmpty();
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

    @Override
    public void forget(AssignedPartition partition) {}

    @Override
    public void close() {}

    private void succeeded() {
        if (failuresInARow >= TOLD_AFTER) {
            log.info("Offsets are committed again");
        }
        failuresInARow = 0;
    }

    private void failed(Exception failure) {
        failuresInARow++;
        if (failuresInARow == TOLD_AFTER) {
            log.warn(
                    "Offsets could not be committed {} times in a row, what has ended since comes again after a crash: {}",
                    TOLD_AFTER,
                    failure.toString());
        } else {
            // Usual in the middle of a rebalance.
            log.debug("Offsets were not committed and will be with the next", failure);
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

    private void commitAndWait(Map<AssignedPartition, ProgressCodec.Encoded> moved) {
        if (!moved.isEmpty()) {
            consumer.commitSync(offsets(moved));
        }
    }

    private static void awaitIdle(Collection<AssignedPartition> leaving, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (AssignedPartition partition : leaving) {
                if (!partition.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    log.warn("{} did not drain in time: its unfinished events come again", partition.name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<AssignedPartition, ProgressCodec.Encoded> movedOf(Collection<AssignedPartition> partitions) {
        Map<AssignedPartition, ProgressCodec.Encoded> moved = new HashMap<>();
        for (AssignedPartition partition : partitions) {
            partition.toCommit().ifPresent(encoded -> moved.put(partition, encoded));
        }
        return moved;
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<AssignedPartition, ProgressCodec.Encoded> moved) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        moved.forEach((partition, encoded) -> offsets.put(partition.name(), encoded.committable()));
        return offsets;
    }
}
