package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.publish.DeadLetterPublisher;
import io.percept.publish.LetterSender;
import io.percept.publish.ResultPublisher;
import io.percept.publish.ReviewCause;
import io.percept.publish.TopicProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** How a loop ends that has an event in flight. */
class EventLoopTest {

    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final TopicProperties TOPICS = IntakeRig.topics("loop");
    private static final TopicPartition NAME = new TopicPartition(TOPICS.events(), 0);
    private static final TopicPartition OTHER = new TopicPartition(TOPICS.events(), 1);
    private static final byte[] VALUE = "{\"segments\":[{\"text\":\"a\"}]}".getBytes(StandardCharsets.UTF_8);

    private final Member consumer = new Member();
    private final SentRecords sent = new SentRecords();
    private volatile OptionalLong stopped = OptionalLong.empty();
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    /** It is told to stop as soon as the event is worked on. */
    private Runnable atTheEvent = this::stop;

    @Test
    void shouldCommitWhatEndsAfterItWasToldToStop() {
        consumer.schedulePollTask(this::bringAnEvent);
        consumer.schedulePollTask(() -> gate.complete(null));

        run();

        assertThat(sent.topics()).containsExactly(TOPICS.results());
        assertThat(consumer.committed).endsWith(1L);
    }

    @Test
    void shouldCommitOnceARebalanceIsOver() {
        consumer.refusals = 3;
        consumer.schedulePollTask(this::bringAnEvent);
        consumer.schedulePollTask(() -> gate.complete(null));

        run();

        assertThat(consumer.committed).containsExactly(1L);
    }

    @Test
    void shouldWaitForTheEventInFlightOnceAndNotAgainWhileItCloses() {
        consumer.schedulePollTask(this::bringAnEvent);
        long start = System.nanoTime();

        run();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(DRAIN, DRAIN.multipliedBy(2));
        assertThat(consumer.committed).doesNotContain(1L);
    }

    @Test
    void shouldDrainNoLongerWhereItIsToldToStopWhileAPartitionIsTakenAway() {
        atTheEvent = () -> {};
        consumer.schedulePollTask(() -> bringAnEventOfEach(NAME, OTHER));
        consumer.schedulePollTask(() -> {
            CompletableFuture.runAsync(
                    this::stop, CompletableFuture.delayedExecutor(DRAIN.toMillis() / 4, TimeUnit.MILLISECONDS));
            consumer.rebalance(List.of(OTHER));
        });
        long start = System.nanoTime();

        run();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(DRAIN, DRAIN.multipliedBy(2));
    }

    @Test
    void shouldNameTheEventThatWasGivenUpAndTheReason() {
        atTheEvent = this::failTheWork;
        consumer.schedulePollTask(this::bringAnEvent);

        assertThatThrownBy(this::run)
                .hasMessage("The event at loop-events/0@0 was given up and is read again: restarting.");
    }

    @Test
    void shouldNameTheFirstOfTheEventsOfAKeyThatWereGivenUp() {
        atTheEvent = () -> {};
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(NAME));
            for (int offset = 0; offset < 3; offset++) {
                consumer.addRecord(new ConsumerRecord<>(NAME.topic(), NAME.partition(), offset, new byte[0], VALUE));
            }
        });
        consumer.schedulePollTask(this::failTheWork);

        assertThatThrownBy(this::run).hasMessageStartingWith("The event at loop-events/0@0 was given up");
    }

    private void failTheWork() {
        gate.completeExceptionally(new PerceptException(ErrorCode.STOPPING, "restarting."));
    }

    private void bringAnEvent() {
        bringAnEventOfEach(NAME);
    }

    private void bringAnEventOfEach(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
        for (TopicPartition partition : partitions) {
            consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), 0, null, VALUE));
        }
    }

    private void stop() {
        stopped = OptionalLong.of(System.nanoTime());
    }

    private CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
        atTheEvent.run();
        return gate.thenApply(open -> IntakeRig.resultOf(event));
    }

    private void run() {
        InFlightBudget budget = new InFlightBudget(10, 1_000_000);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        IntakeMeters meters = new IntakeMeters(registry, budget);
        DeadLetterProperties letters =
                new DeadLetterProperties(1, 1, Duration.ofHours(1), Duration.ofMillis(10), Duration.ofMillis(10));
        RecordPipeline pipeline = new RecordPipeline(
                new EventCodec(List.of("caption")),
                Runnable::run,
                this::enrich,
                new ResultPublisher(sent, TOPICS, Encoding.JSON, Set.of(ReviewCause.REVIEW), event -> {}, registry),
                new DeadLetterPublisher(sent, TOPICS.deadLetters(), new LetterSender("group", "here", "test")),
                new OutageGuard(letters, registry),
                meters);
        IntakeProperties properties = new Binder(
                        new MapConfigurationPropertySource(Map.of("percept.intake.drain-timeout", DRAIN.toString())))
                .bindOrCreate("percept.intake", IntakeProperties.class);
        ProgressCodec codec = new ProgressCodec(4096);
        new EventLoop(consumer, codec, new ConsumerCommits(consumer, codec), pipeline, budget, meters, properties)
                .run(TOPICS.events(), () -> stopped, () -> {});
    }

    /** A member of a group whose commits can be refused for a rebalance, and that is asked what it has when it closes. */
    private static final class Member extends MockConsumer<byte[], byte[]> {

        private final List<Long> committed = new ArrayList<>();
        private int refusals;

        Member() {
            super("earliest");
            updateBeginningOffsets(Map.of(NAME, 0L, OTHER, 0L));
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            if (refusals > 0) {
                refusals--;
                callback.onComplete(offsets, new RebalanceInProgressException("The group is being rebalanced."));
                return;
            }
            if (offsets.containsKey(NAME)) {
                committed.add(offsets.get(NAME).offset());
            }
            super.commitAsync(offsets, callback);
        }

        @Override
        public synchronized void close() {
            rebalance(List.of());
            super.close();
        }
    }
}
