package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.DeadLetter;
import io.percept.publish.TopicProperties;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of committed records sees where results and offsets are committed together. */
class ExactlyOnceTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;

    private final Random random = new Random(1_234);
    private KafkaSide kafka;

    @BeforeAll
    static void start() {
        broker = new EmbeddedBroker(directory, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        kafka = new KafkaSide(broker.bootstrapServers());
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldShowEachResultOnceWhereTheLoopFailsInTheMiddleOfTransactions() throws Exception {
        TopicProperties topics = IntakeRig.topics("once-crash");
        AtomicInteger commits = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        UnaryOperator<Producer<byte[], byte[]>> failing = producer -> failing(producer, commits, failures);
        try (IntakeRig rig = rig(topics, IntakeRig.Settings.of(64).exactlyOnce(failing), this::atRandomTime)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 1_000, 20);
            kafka.send(topics.events(), "key-0", "no event".getBytes(StandardCharsets.UTF_8));

            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 1_001);

            assertThat(failures.get()).isGreaterThanOrEqualTo(4);
            assertEachOnceInOrder(topics, 1_000);
            assertThat(committed(topics.deadLetters())).hasSize(1);
        }
    }

    @Test
    void shouldShowEachResultOnceWhileInstancesComeAndGo() throws Exception {
        TopicProperties topics = IntakeRig.topics("once-rebalance");
        IntakeRig.Settings settings = IntakeRig.Settings.of(64).exactlyOnce(UnaryOperator.identity());
        try (IntakeRig first = rig(topics, settings, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 1_000, 20);
            try (IntakeRig second = rig(topics, settings.drainTimeout(Duration.ofMillis(1)), this::atRandomTime)) {
                kafka.sendEvents(topics.events(), 1_000, 1_000, 20);
                await().atMost(LIMIT).until(() -> second.rebalances() > 0);
                kafka.sendEvents(topics.events(), 2_000, 500, 20);
                try (IntakeRig third = rig(topics, settings, this::atRandomTime)) {
                    await().atMost(LIMIT).until(() -> third.rebalances() > 0);
                    kafka.sendEvents(topics.events(), 2_500, 500, 20);
                    first.close();

                    await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 3_000);

                    assertEachOnceInOrder(topics, 3_000);
                }
            }
        }
    }

    @Test
    void shouldShowEachResultOnceWhereEventsAreGivenUp() throws Exception {
        TopicProperties topics = IntakeRig.topics("once-given-up");
        AtomicInteger stops = new AtomicInteger();
        Enrichment stopping = event -> event.id().equals("100") && stops.incrementAndGet() <= 2
                ? CompletableFuture.failedFuture(new PerceptException(ErrorCode.STOPPING, "restarting"))
                : atRandomTime(event);
        IntakeRig.Settings settings = IntakeRig.Settings.of(64).exactlyOnce(UnaryOperator.identity());
        try (IntakeRig rig = rig(topics, settings, stopping)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 500, 20);

            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 500);

            assertEachOnceInOrder(topics, 500);
        }
    }

    @Test
    void shouldNotLetAStuckEventHoldUpTheOthersAndRepeatNoneOfThem() throws Exception {
        TopicProperties topics = IntakeRig.topics("once-stuck");
        IntakeRig.Settings settings =
                IntakeRig.Settings.of(256).exactlyOnce(UnaryOperator.identity()).drainTimeout(Duration.ofMillis(300));
        Enrichment stuck = event -> event.id().equals("0") ? new CompletableFuture<>() : atRandomTime(event);
        try (IntakeRig rig = rig(topics, settings, stuck)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 200, 20);
            assertThat(kafka.readUntil(topics.results(), LIMIT, read -> read.size() == 190))
                    .hasSize(190);
        }
        try (IntakeRig rig = rig(topics, settings, this::atRandomTime)) {
            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 200);

            assertEachOnceInOrder(topics, 200);
        }
    }

    @Test
    void shouldCommitEventsWithoutAKeyIntoCompactedTopics() throws Exception {
        TopicProperties topics = IntakeRig.topics("once-compacted");
        kafka.createCompacted(topics.results(), topics.deadLetters());
        IntakeRig.Settings settings = IntakeRig.Settings.of(64).exactlyOnce(UnaryOperator.identity());
        try (IntakeRig rig = rig(topics, settings, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.send(topics.events(), null, EventCodec.write(KafkaSide.event("keyless"), Encoding.PROTOBUF));
            kafka.send(topics.events(), null, "no event".getBytes(StandardCharsets.UTF_8));

            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 2);

            assertThat(committed(topics.results())).hasSize(1);
            assertThat(committed(topics.deadLetters())).hasSize(1);
        }
    }

    @Test
    void shouldCommitATombstoneWithoutALetter() throws Exception {
        TopicProperties topics = IntakeRig.topics("once-tombstone");
        IntakeRig.Settings settings = IntakeRig.Settings.of(64).exactlyOnce(UnaryOperator.identity());
        try (IntakeRig rig = rig(topics, settings, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.send(topics.events(), "key-0", null);
            kafka.sendEvents(topics.events(), 0, 1, 1);

            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 2);

            assertEachOnceInOrder(topics, 1);
            assertThat(committed(topics.deadLetters())).isEmpty();
        }
    }

    @Test
    void shouldEndWhatATopicDoesNotTakeForItsSizeAsALetterAndLetItsNeighboursThrough() throws Exception {
        TopicProperties topics = IntakeRig.topics("once-large");
        kafka.createWithLargest(20_000, topics.results(), topics.deadLetters());
        String noise = noise(100_000);
        Map<String, String> said = Map.of("7", noise, "8", noise, "9", "a".repeat(100_000));
        Enrichment large = event ->
                CompletableFuture.completedFuture(IntakeRig.resultOf(event, said.getOrDefault(event.id(), "text")));
        IntakeRig.Settings settings = IntakeRig.Settings.of(64).exactlyOnce(UnaryOperator.identity());
        try (IntakeRig rig = rig(topics, settings, large)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 100, 20);
            kafka.send(topics.events(), "key-0", ("no event" + noise).getBytes(StandardCharsets.UTF_8));

            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 101);

            List<ConsumerRecord<byte[], byte[]>> results = committed(topics.results());
            assertThat(results)
                    .extracting(KafkaSide::eventIdOf)
                    .hasSize(98)
                    .doesNotHaveDuplicates()
                    .contains("9")
                    .doesNotContain("7", "8");
            KafkaSide.assertOrderPerKey(results);
            List<DeadLetter> letters = committed(topics.deadLetters()).stream()
                    .map(DeadLetter::new)
                    .toList();
            assertThat(letters)
                    .allSatisfy(letter -> assertThat(letter.original())
                            .hasValueSatisfying(
                                    place -> assertThat(place.topic()).isEqualTo(topics.events())))
                    .extracting(DeadLetter::code)
                    .containsExactlyInAnyOrder("RESULT_TOO_LARGE", "RESULT_TOO_LARGE", "INVALID_ENVELOPE");
            assertThat(letters)
                    .filteredOn(letter -> letter.leftOut().isPresent())
                    .singleElement()
                    .extracting(DeadLetter::code)
                    .isEqualTo("INVALID_ENVELOPE");
        }
    }

    private void assertEachOnceInOrder(TopicProperties topics, int events) {
        List<ConsumerRecord<byte[], byte[]>> results = committed(topics.results());
        assertThat(KafkaSide.distinct(results)).isEqualTo(events);
        assertThat(results).hasSize(events);
        KafkaSide.assertOrderPerKey(results);
    }

    /** All that is there, since readers wait for nothing that is still open. */
    private List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        return kafka.readUntil(topic, Duration.ofSeconds(2), read -> false);
    }

    /** Every third commit fails: in turn before it was asked for, and after it was done. */
    private static Producer<byte[], byte[]> failing(
            Producer<byte[], byte[]> producer, AtomicInteger commits, AtomicInteger failures) {
        return proxy((proxy, method, arguments) -> {
            boolean fails = method.getName().equals("commitTransaction")
                    && commits.incrementAndGet() % 3 == 0
                    && failures.incrementAndGet() <= 6;
            if (fails && failures.get() % 2 == 0) {
                throw new KafkaException("died before the commit");
            }
            try {
                Object answer = method.invoke(producer, arguments);
                if (fails) {
                    throw new KafkaException("died after the commit");
                }
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Producer<byte[], byte[]> proxy(java.lang.reflect.InvocationHandler handler) {
        return (Producer<byte[], byte[]>)
                Proxy.newProxyInstance(Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, handler);
    }

    private IntakeRig rig(TopicProperties topics, IntakeRig.Settings settings, Enrichment enrichment) {
        return new IntakeRig(broker.bootstrapServers(), topics, settings, enrichment);
    }

    private CompletableFuture<EnrichmentResult> atRandomTime(ImageEvent event) {
        int micros;
        synchronized (random) {
            micros = random.nextInt(20_000);
        }
        return CompletableFuture.supplyAsync(
                () -> IntakeRig.resultOf(event), CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS));
    }

    private void awaitTopics(TopicProperties topics) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> kafka.topics()
                .containsAll(List.of(topics.events(), topics.results(), topics.deadLetters())));
    }

    /** What no compression makes much smaller. */
    private String noise(int characters) {
        byte[] bytes = new byte[characters];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        return Base64.getEncoder().encodeToString(bytes).substring(0, characters);
    }
}
