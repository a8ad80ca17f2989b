package io.percept.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are ours, and what happens when they come and are taken away:
 *
 * <pre>
 *   assigned ─read progress─▶ ours ──revoked──▶ drain until the deadline ──▶ commit ──▶ fenced
 *                              └────lost (another member may own it already)──────────▶ fenced
 * </pre>
 *
 * A stop leaves them by itself, before the consumer closes: while the group is rebalanced, a consumer that closes tells of
 * partitions that are lost, not revoked.
 *
 * <p>Everything here runs on the poll loop's thread, commits included, as a consumer wants it. That is also the fence: the
 * broker checks a committer's membership and not its ownership, so an offset is committed only while its partition is in
 * this map, and no other thread decides what is committed.
 */
final class Assignments implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Assignments.class);

    private final Consumer<?, ?> consumer;
    private final OffsetCommits commits;
    private final ProgressCodec codec;
    private final Duration drainTimeout;
    private final Map<TopicPartition, AssignedPartition> ours = new HashMap<>();
    /** When a stop has waited for long enough, by {@link System#nanoTime}; empty before there is one. */
    private OptionalLong stopEnds = OptionalLong.empty();

    Assignments(Consumer<?, ?> consumer, OffsetCommits commits, ProgressCodec codec, Duration drainTimeout) {
        this.consumer = consumer;
        this.commits = commits;
        this.codec = codec;
        this.drainTimeout = drainTimeout;
    }

    AssignedPartition of(TopicPartition name) {
        AssignedPartition partition = ours.get(name);
        if (partition == null) {
            throw new IllegalStateException("A record of " + name + " came while it was not assigned");
        }
        return partition;
    }

    Collection<AssignedPartition> all() {
        return List.copyOf(ours.values());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> names) {
        if (names.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(names));
        names.forEach(
                name -> ours.put(name, new AssignedPartition(name, Optional.ofNullable(committed.get(name)), codec)));
        log.info("Assigned {}, now {} partitions", names, ours.size());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> names) {
        List<AssignedPartition> leaving =
                names.stream().map(ours::get).filter(Objects::nonNull).toList();
        if (leaving.isEmpty()) {
            return;
        }
        commits.drain(leaving, drainLimit());
        forget(names);
        log.info("Revoked {}, now {} partitions", names, ours.size());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> names) {
        if (names.stream().noneMatch(ours::containsKey)) {
            return;
        }
        forget(names);
        log.warn("Lost {}: their unfinished events are for the new owner", names);
    }

    /** Commits what has moved, without waiting. */
    void commit() {
        commits.commit(all());
    }

    /**
     * All partitions are about to leave: nothing is waited for beyond the drain timeout, all in all.
     *
     * @param askedNanos when that was asked for, by {@link System#nanoTime}: some of the time may have gone by in a poll, while partitions
     *     that were taken away drained
     */
    void stop(long askedNanos) {
        stopEnds = OptionalLong.of(askedNanos + drainTimeout.toNanos());
    }

    /** After {@link #stop}: whether all that was in flight has ended and is written down, or it took too long. */
    boolean isDrained() {
        return drainLimit().isZero() || commits.isDrained(all());
    }

    /** After {@link #isDrained}: writes down what is left and gives all partitions up, so that closing waits for nothing. */
    void leave() {
        if (!ours.isEmpty()) {
            commits.drain(all(), drainLimit());
            log.info("Left {} partitions", ours.size());
            forgetAll();
        }
    }

    /** To be called when the loop has ended, however it did. */
    void forgetAll() {
        forget(List.copyOf(ours.keySet()));
    }

    private Duration drainLimit() {
        return stopEnds.isEmpty()
                ? drainTimeout
                : Duration.ofNanos(Math.max(0, stopEnds.getAsLong() - System.nanoTime()));
    }

    private void forget(Collection<TopicPartition> names) {
        names.stream().map(ours::remove).filter(Objects::nonNull).forEach(partition -> {
            partition.fence();
            commits.forget(partition);
        });
    }
}
