package io.percept.intake;

import io.percept.publish.Position;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll loop: it hands records to the pipeline, pauses while the budget is spent, and commits how far partitions are. It goes on
 * polling while paused, so that the group keeps us. Its thread is the only one that touches the consumer; an event that
 * ends touches its {@link AssignedPartition} and the budget.
 *
 * <pre>
 *   poll ─▶ {@link TakenEvent} ─▶ pipeline ╌╌▶ finish ╌╌▶ settle
 *    ▲                                  ╎ progress
 *    └── resume ◀── enough is free      {@link OffsetCommits}
 * </pre>
 */
final class EventLoop {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private static final Duration POLL = Duration.ofMillis(100);
    /** A quarter of the budget is still at work when it is time to resume; the engines do not run dry in this. */
    private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(20);

    /** An event that has to be read again. */
    private record GivenUp(Position position, Throwable failure) {

        /** This one, unless the other lies before it in its partition: what follows in a key is given up with the first. */
        GivenUp orEarlier(GivenUp other) {
            return other.position().topicPartition().equals(position.topicPartition())
                            && other.position().offset() < position.offset()
                    ? other
                    : this;
        }

        IllegalStateException asFailure() {
            Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
            String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
            return new IllegalStateException(
                    "The event at %s was given up and is read again: %s".formatted(position, message), reason);
        }
    }

    private final Consumer<byte[], byte[]> consumer;
    private final OffsetCommits commits;
    private final Assignments assignments;
    private final PartitionPauses pauses;
    private final PolledLag lag;
    private final LoopProof proof;
    private final RecordPipeline pipeline;
    private final InFlightBudget budget;
    private final IntakeMeters meters;
    private final long commitNanos;
    private long lastCommit = System.nanoTime();
    private final AtomicReference<GivenUp> abandoned = new AtomicReference<>();

    EventLoop(
            Consumer<byte[], byte[]> consumer,
            ProgressCodec codec,
            OffsetCommits commits,
            RecordPipeline pipeline,
            InFlightBudget budget,
            IntakeMeters meters,
            IntakeProperties properties) {
        this.consumer = consumer;
        this.commits = commits;
        this.assignments = new Assignments(consumer, commits, codec, properties.drainTimeout());
        this.pauses = new PartitionPauses(consumer, properties.maxEventsAhead());
        this.lag = new PolledLag(consumer);
        this.proof = new LoopProof(consumer);
        this.pipeline = pipeline;
        this.budget = budget;
        this.meters = meters;
        this.commitNanos = properties.commitInterval().toNanos();
    }

    /**
     * Runs until it is told to stop; then drains, commits and closes the consumer.
     *
     * @param stoppedNanos when it was told so, by {@link System#nanoTime}; empty while it may run
     * @param works is run once, when the loop has shown that it does its work
     * @throws RuntimeException where the consumer failed, or an event was abandoned and has to be read again
     */
    void run(String topic, Supplier<OptionalLong> stoppedNanos, Runnable works) {
        try (commits;
                consumer) {
            commits.start();
            pipeline.reset();
            consumer.subscribe(List.of(topic), assignments);
            OptionalLong stopped = stoppedNanos.get();
            while (stopped.isEmpty()) {
                turn();
                if (proof.isNew(assignments.all())) {
                    works.run();
                }
                stopped = stoppedNanos.get();
            }
            drain(stopped.getAsLong());
        } finally {
            assignments.forgetAll();
            meters.lag(0);
        }
    }

    private void turn() {
        boolean spent = budget.isSpent();
        pauses.settle(spent, assignments.all());
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(spent ? POLL_WHILE_PAUSED : POLL)) {
            take(record);
        }
        if (System.nanoTime() - lastCommit >= commitNanos || commits.isWaitedFor(spent)) {
            assignments.commit();
            meters.lag(lag.of(assignments.all()));
            lastCommit = System.nanoTime();
        }
        GivenUp event = abandoned.get();
        if (event != null) {
            throw event.asFailure();
        }
    }

    /**
     * Lets end what is in flight, and takes nothing new. The consumer goes on polling: where the group is being rebalanced, offsets
     * can be committed only after that, and a consumer that closes meanwhile is not even asked what it has.
     */
    private void drain(long askedNanos) {
        assignments.stop(askedNanos);
        while (!assignments.isDrained()) {
            assignments.commit();
            pauses.settle(true, assignments.all());
            // Records can come of partitions that came with this poll. They are not begun, so nobody takes them for
            // ended.
            consumer.poll(POLL);
        }
        assignments.leave();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        AssignedPartition partition = assignments.of(new TopicPartition(record.topic(), record.partition()));
        OptionalLong begun = partition.begin(record.offset());
        if (begun.isEmpty()) {
            meters.skipped();
            return;
        }
        TakenEvent event = new TakenEvent(partition, record, begun.getAsLong(), budget);
        commits.taken(event);
        pipeline.process(record, commits.orderedWithin(partition), partition::isFenced, () -> commits.ended(event))
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        GivenUp givenUp = new GivenUp(Position.of(record), failure);
                        log.debug("Event at {} was given up", givenUp.position(), failure);
                        meters.abandoned();
                        abandon(partition, givenUp);
                        event.settle();
                    }
                });
    }

    /** What is given up is read again, by us, or by whoever has the partition now. */
    private void abandon(AssignedPartition partition, GivenUp event) {
        if (!partition.isFenced()) {
            abandoned.accumulateAndGet(event, (known, next) -> known == null ? next : known.orEarlier(next));
        }
    }
}
