package io.percept.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are ours, and what happens when they are taken away:
 *
 * <pre>
 *   assigned ──▶ ours ──revoked──▶ drain until the deadline ──▶ commit the watermark ──▶ fenced
 *                  └────lost (another member may own it already)───────────────────────▶ fenced
 * </pre>
 *
 * Everything here runs on the poll loop's thread, commits included, as a consumer wants it. That is also the fence: the
 * broker checks a committer's membership and not its ownership, so an offset is committed only while its partition is in
 * this map, and no other thread commits.
 */
final class Assignments implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Assignments.class);

    private final Consumer<?, ?> consumer;
    private final Duration drainTimeout;
    private final Map<TopicPartition, AssignedPartition> ours = new HashMap<>();

    Assignments(Consumer<?, ?> consumer, Duration drainTimeout) {
        this.consumer = consumer;
        this.drainTimeout = drainTimeout;
    }

    AssignedPartition of(TopicPartition name) {
        AssignedPartition partition = ours.get(name);
        if (partition == null) {
            throw new IllegalStateException("A record of " + name + " came while it was not assigned");
        }
        return partition;
    }

    Collection<TopicPartition> names() {
        return List.copyOf(ours.keySet());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> names) {
        names.forEach(name -> ours.put(name, new AssignedPartition(name)));
        log.info("Assigned {}, now {} partitions", names, ours.size());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> names) {
        if (names.isEmpty()) {
            return;
        }
        List<AssignedPartition> leaving =
                names.stream().map(ours::get).filter(java.util.Objects::nonNull).toList();
        drain(leaving);
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = movedOf(leaving);
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets);
            }
        } catch (KafkaException e) {
            log.warn("Offsets of {} could not be committed, their last events come again: {}", names, e.getMessage());
        }
        leaving.forEach(partition -> ours.remove(partition.name()));
        log.info("Revoked {}, now {} partitions", names, ours.size());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> names) {
        names.forEach(ours::remove);
        log.warn("Lost {}: their unfinished events are for the new owner", names);
    }

    /** Commits what has moved, without waiting; a commit that fails is made again with the next. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = movedOf(ours.values());
        if (offsets.isEmpty()) {
            return;
        }
        consumer.commitAsync(offsets, (done, failure) -> {
            if (failure == null) {
                done.forEach((name, offset) -> markCommitted(name, offset.offset()));
            } else {
                // Usual in the middle of a rebalance.
                log.debug("Offsets were not committed and will be with the next", failure);
            }
        });
    }

    private void markCommitted(TopicPartition name, long offset) {
        AssignedPartition partition = ours.get(name);
        if (partition != null) {
            partition.committed(offset);
        }
    }

    private void drain(List<AssignedPartition> leaving) {
        long end = System.nanoTime() + drainTimeout.toNanos();
        try {
            for (AssignedPartition partition : leaving) {
                if (!partition.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    log.warn(
                            "{} did not drain in {}: its unfinished events come again", partition.name(), drainTimeout);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> movedOf(Collection<AssignedPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (AssignedPartition partition : partitions) {
            partition.toCommit().ifPresent(offset -> offsets.put(partition.name(), new OffsetAndMetadata(offset)));
        }
        return offsets;
    }
}
