package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.publish.DeadLetterPublisher;
import io.percept.publish.Doubling;
import io.percept.publish.HeldRecords;
import io.percept.publish.LetterSender;
import io.percept.publish.ResultPublisher;
import io.percept.publish.ReviewCause;
import io.percept.publish.TopicProperties;
import io.percept.publish.TransactionSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EventIntakeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final TopicPartition PARTITION = new TopicPartition("image-events", 0);

    private final Binder settings = new Binder(new MapConfigurationPropertySource(Map.of(
            "percept.intake.restart-back-off", "10ms",
            "percept.intake.commit-interval", "10ms")));
    private final IntakeProperties properties = settings.bindOrCreate("percept.intake", IntakeProperties.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InFlightBudget budget = new InFlightBudget(16, 1 << 20);
    private final IntakeMeters meters = new IntakeMeters(registry, budget);
    private final HeldRecords held = new HeldRecords(1_000_000);
    private final AtomicInteger loops = new AtomicInteger();
    /** What the trouble was at moments of the test's choice. */
    private final List<Optional<String>> troubles = new CopyOnWriteArrayList<>();

    private EventIntake intake;

    @AfterEach
    void stop() {
        intake.stop();
    }

    @Test
    void shouldNameATroubleThatHasNoMessage() {
        start(() -> {
            throw new IndexOutOfBoundsException();
        });

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(intake.trouble()).hasValue("java.lang.IndexOutOfBoundsException"));
    }

    @Test
    void shouldKeepATroubleWhileLoopsFailBeforeTheyHaveDoneAnything() {
        start(() -> inTransactions(new MockConsumer<>("earliest"), () -> {
            troubles.add(intake.trouble());
            throw new IllegalStateException("no transaction coordinator");
        }));

        await().atMost(LIMIT).until(() -> troubles.size() >= 3);

        assertThat(laterTroubles()).containsOnly(Optional.of("no transaction coordinator"));
    }

    @Test
    void shouldKeepATroubleUntilACommitSucceeds() {
        start(() ->
                inTransactions(withOneEvent(), () -> TransactionSender.open(new Producers(new FailingTwice()), held)));

        await().atMost(LIMIT)
                .until(() -> troubles.size() == 3 && intake.trouble().isEmpty());

        assertThat(laterTroubles())
                .allSatisfy(trouble -> assertThat(trouble.orElse("none")).contains("offsets refused"));
    }

    @Test
    void shouldForgetATroubleWhereThereIsNothingToCommit() {
        start(() -> {
            if (loops.incrementAndGet() == 1) {
                throw new IllegalStateException("no broker");
            }
            MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
            ProgressCodec codec = new ProgressCodec(0);
            return new EventLoop(
                    consumer, codec, new ConsumerCommits(consumer, codec), pipeline(), budget, meters, properties);
        });

        await().atMost(LIMIT).until(() -> loops.get() == 2 && intake.trouble().isEmpty());
    }

    /** Those of the second and third loop. */
    private List<Optional<String>> laterTroubles() {
        return List.copyOf(troubles).subList(1, 3);
    }

    private void start(Supplier<EventLoop> loop) {
        intake = new EventIntake(() -> {}, loop, PARTITION.topic(), properties);
        intake.start();
    }

    private EventLoop inTransactions(MockConsumer<byte[], byte[]> consumer, Supplier<TransactionSender> senders) {
        ProgressCodec codec = new ProgressCodec(properties.maxProgressBytes());
        OffsetCommits commits = new TransactionCommits(
                consumer, held, senders, new BackOff(new Doubling(Duration.ofMillis(1), Duration.ofMillis(1))));
        return new EventLoop(consumer, codec, commits, pipeline(), budget, meters, properties);
    }

    private RecordPipeline pipeline() {
        TopicProperties topics = IntakeRig.topics("unit");
        return new RecordPipeline(
                new EventCodec(properties.tasks()),
                Runnable::run,
                event -> CompletableFuture.completedFuture(IntakeRig.resultOf(event)),
                new ResultPublisher(held, topics, Encoding.JSON, Set.of(ReviewCause.REVIEW), event -> {}, registry),
                new DeadLetterPublisher(held, topics.deadLetters(), new LetterSender("unit", "here", "test")),
                new OutageGuard(settings.bindOrCreate("percept.dead-letters", DeadLetterProperties.class), registry),
                meters);
    }

    private static MockConsumer<byte[], byte[]> withOneEvent() {
        byte[] event = "{\"id\":\"a\",\"segments\":[{\"text\":\"a\"}]}".getBytes(StandardCharsets.UTF_8);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 0, null, event));
        });
        return consumer;
    }

    /** Two commits of the test fail; the trouble is noted at each. */
    private final class FailingTwice extends MockProducer<byte[], byte[]> {

        FailingTwice() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            troubles.add(intake.trouble());
            if (troubles.size() < 3) {
                throw new KafkaException("offsets refused");
            }
            super.commitTransaction();
        }
    }

    private record Producers(Producer<byte[], byte[]> producer) implements TransactionSender.Producers {

        @Override
        public Producer<byte[], byte[]> open() {
            return producer;
        }

        @Override
        public void closed(Producer<byte[], byte[]> closed) {}
    }
}
