package io.percept.intake;

import io.percept.publish.HeldRecords;
import io.percept.publish.TransactionSender;
import io.percept.publish.TransactionSender.AbortedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what events ended as together with their offsets, one transaction after the other: exactly once. An event is in a
 * transaction only where the offsets in it, with their progress, say that it has ended; one whose end does not fit into the
 * metadata waits. What its topic does not take for its size is replaced by its substitute, and the transaction made again at once.
 *
 * <pre>
 *   ended ─▶ held ──commit──▶ in the transaction ──committed──▶ settled
 *             ▲                      │  └──fenced, or who knows──▶ the loop ends, and the next one reads what was committed
 *             └──────aborted─────────┘
 * </pre>
 */
final class TransactionCommits implements OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(TransactionCommits.class);

    private static final Duration DRAIN_STEP = Duration.ofMillis(20);

    private record Batch(
            Map<AssignedPartition, ProgressCodec.Encoded> progress,
            List<TakenEvent> events,
            ConsumerGroupMetadata group) {}

    private final Consumer<?, ?> consumer;
    private final HeldRecords held;
    private final Supplier<TransactionSender> senders;
    private final BackOff backOff;
    private final EndedEvents ended = new EndedEvents();
    private TransactionSender sender;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
    private volatile boolean mended;
    private volatile RuntimeException broken;

    /** @param senders opens the sender of this loop, which ends what the one before left open */
    TransactionCommits(
            Consumer<?, ?> consumer, HeldRecords held, Supplier<TransactionSender> senders, BackOff backOff) {
        this.consumer = consumer;
        this.held = held;
        this.senders = senders;
        this.backOff = backOff;
    }

    /** Offsets are read after this, so those of a transaction that was open are there by then. */
    @Override
    public void start() {
        sender = senders.get();
    }

    @Override
    public void taken(TakenEvent event) {
        held.open(event.record());
    }

    @Override
    public void ended(TakenEvent event) {
        // Before it finishes: progress that covers it must find it here.
        ended.add(event);
        event.finish();
    }

    @Override
    public Object orderedWithin(AssignedPartition partition) {
        return partition;
    }

    @Override
    public boolean isWaitedFor(boolean budgetSpent) {
        return running.isDone() && (mended || budgetSpent && !ended.isEmpty());
    }

    @Override
    public void commit(Collection<AssignedPartition> partitions) {
        throwIfBroken();
        if (running.isDone() && backOff.isOver()) {
            begin(partitions);
        }
    }

    @Override
    public boolean isDrained(Collection<AssignedPartition> leaving) {
        return broken != null
                || running.isDone()
                        && leaving.stream()
                                .allMatch(partition -> partition.isIdle()
                                        && partition.toCommitForGood().isEmpty());
    }

    @Override
    public void drain(Collection<AssignedPartition> leaving, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            await(end);
            while (broken == null && !areIdle(leaving) && System.nanoTime() < end) {
                commit(leaving);
                await(end);
            }
            if (broken == null && running.isDone()) {
                // What ended without a result to send: events that had ended before.
                begin(leaving);
                await(end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void forget(AssignedPartition partition) {
        held.closeThose(event -> event.partition() == partition.name().partition()
                && event.topic().equals(partition.name().topic()));
        ended.forget(partition);
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
    }

    private void begin(Collection<AssignedPartition> partitions) {
        mended = false;
        Batch batch = gather(partitions);
        // Without a generation the broker would take the offsets of anyone.
        if (batch.progress().isEmpty() || batch.group().generationId() < 0) {
            return;
        }
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        batch.events().forEach(event -> records.addAll(held.of(event.record())));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        batch.progress().forEach((partition, encoded) -> offsets.put(partition.name(), encoded.committable()));
        running = sender.commit(records, offsets, batch.group()).handle((nothing, failure) -> {
            if (failure == null) {
                committed(batch);
            } else {
                failed(failure instanceof CompletionException ? failure.getCause() : failure);
            }
            return null;
        });
    }

    private Batch gather(Collection<AssignedPartition> partitions) {
        Map<AssignedPartition, ProgressCodec.Encoded> progress = new HashMap<>();
        List<TakenEvent> events = new ArrayList<>();
        for (AssignedPartition partition : partitions) {
            partition.toCommitForGood().ifPresent(encoded -> {
                progress.put(partition, encoded);
                events.addAll(ended.coveredBy(partition, encoded.covered()));
            });
        }
        return new Batch(progress, events, consumer.groupMetadata());
    }

    private void committed(Batch batch) {
        batch.progress().forEach(AssignedPartition::committed);
        batch.events().forEach(event -> held.close(event.record()));
        ended.settle(batch.events());
        backOff.reset();
    }

    private void failed(Throwable failure) {
        if (!(failure instanceof AbortedException aborted)) {
            broken = new IllegalStateException(
                    "The transactions of this instance have ended: " + failure.getMessage(), failure);
            return;
        }
        if (aborted.isMended()) {
            mended = true;
            log.warn("{}; it is made again with something smaller in place of that record", aborted.getMessage());
            return;
        }
        Duration wait = backOff.next();
        log.warn("{}; it is made again in {}", aborted.getMessage(), wait);
    }

    private void throwIfBroken() {
        if (broken != null) {
            throw broken;
        }
    }

    private static boolean areIdle(Collection<AssignedPartition> partitions) throws InterruptedException {
        for (AssignedPartition partition : partitions) {
            if (!partition.awaitIdle(DRAIN_STEP)) {
                return false;
            }
        }
        return true;
    }

    private void await(long end) throws InterruptedException {
        try {
            running.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            log.debug("A transaction is still under way at the end of the drain");
        } catch (ExecutionException e) {
            throw new IllegalStateException("Failures are looked at where they happen", e);
        }
    }
}
