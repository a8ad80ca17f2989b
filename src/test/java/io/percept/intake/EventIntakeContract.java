package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.TopicProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What intake promises, against a real broker; subclasses say which. */
abstract class EventIntakeContract {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Random random = new Random(20_170);
    private KafkaSide kafka;

    abstract String servers();

    @BeforeEach
    void connect() {
        kafka = new KafkaSide(servers());
    }

    @AfterEach
    void disconnect() {
        kafka.close();
    }

    @Test
    void shouldPublishOneResultPerEventInTheOrderOfItsKey() throws Exception {
        TopicProperties topics = IntakeRig.topics("order");
        try (IntakeRig rig = new IntakeRig(servers(), topics, 256, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 10_000, 50);

            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= 10_000);

            assertThat(kafka.refused()).isEmpty();
            assertThat(results.size()).isEqualTo(10_000);
            assertThat(KafkaSide.distinct(results)).isEqualTo(10_000);
            KafkaSide.assertOrderPerKey(results);
            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 10_000);
            assertThat(rig.budget.events()).isZero();
            assertThat(rig.budget.bytes()).isZero();
        }
    }

    @Test
    void shouldBuryAPoisonEnvelopeAsItCameAndServeItsNeighbours() {
        TopicProperties topics = IntakeRig.topics("poison");
        byte[] poison = "{\"id\": 7, no event".getBytes(StandardCharsets.UTF_8);
        try (IntakeRig rig = new IntakeRig(servers(), topics, 256, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 5, 1);
            kafka.send(topics.events(), "key-0", poison);
            kafka.sendEvents(topics.events(), 5, 5, 1);

            var letters = kafka.readUntil(topics.deadLetters(), LIMIT, read -> !read.isEmpty());
            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() == 10);

            assertThat(results)
                    .extracting(KafkaSide::eventIdOf)
                    .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            assertThat(letters).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo(poison);
                assertThat(header(letter, "percept-error-code")).isEqualTo(ErrorCode.INVALID_ENVELOPE.name());
                assertThat(header(letter, "percept-original-offset")).isEqualTo("5");
            });
        }
    }

    @Test
    void shouldPassOverATombstoneAndServeItsNeighbours() throws Exception {
        TopicProperties topics = IntakeRig.topics("tombstone");
        try (IntakeRig rig = new IntakeRig(servers(), topics, 256, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 1, 1);
            kafka.send(topics.events(), "key-0", null);
            kafka.sendEvents(topics.events(), 1, 1, 1);

            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == 3);
            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() == 2);
            var letters = kafka.readUntil(topics.deadLetters(), Duration.ofSeconds(1), read -> !read.isEmpty());

            assertThat(results).extracting(KafkaSide::eventIdOf).containsExactly("0", "1");
            assertThat(letters).isEmpty();
            assertThat(rig.registry.counter("percept.events.tombstones").count())
                    .isOne();
        }
    }

    @Test
    void shouldEndEventsWithoutAKeyInCompactedTopics() throws Exception {
        TopicProperties topics = IntakeRig.topics("compacted");
        kafka.createCompacted(topics.results(), topics.deadLetters());
        try (IntakeRig rig = new IntakeRig(servers(), topics, 256, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.send(topics.events(), null, EventCodec.write(KafkaSide.event("keyless"), Encoding.PROTOBUF));
            kafka.send(topics.events(), null, "{no event".getBytes(StandardCharsets.UTF_8));

            var results = kafka.readUntil(topics.results(), LIMIT, read -> !read.isEmpty());
            var letters = kafka.readUntil(topics.deadLetters(), LIMIT, read -> !read.isEmpty());

            assertThat(results).singleElement().satisfies(result -> assertThat(key(result))
                    .isEqualTo(header(result, "ce_id")));
            assertThat(letters).singleElement().satisfies(letter -> assertThat(key(letter))
                    .isEqualTo(header(letter, "percept-letter-id")));
        }
    }

    @Test
    void shouldTakeJsonProtobufAndBareImages() {
        TopicProperties topics = IntakeRig.topics("encodings");
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        try (IntakeRig rig = new IntakeRig(servers(), topics, 256, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.send(topics.events(), "key", EventCodec.write(KafkaSide.event("typed"), Encoding.JSON));
            kafka.send(topics.events(), "key", EventCodec.write(KafkaSide.event("binary"), Encoding.PROTOBUF));
            kafka.send(topics.events(), "key", png, Map.of("content-type", "image/png", "ce_id", "bare"));

            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() == 3);

            assertThat(results).extracting(KafkaSide::eventIdOf).containsExactly("typed", "binary", "bare");
        }
    }

    @Test
    void shouldLoseNothingWhenInstancesComeAndGo() throws Exception {
        TopicProperties topics = IntakeRig.topics("rebalance");
        try (IntakeRig first = new IntakeRig(servers(), topics, 64, this::atRandomTime)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 1_000, 20);
            try (IntakeRig second = new IntakeRig(servers(), topics, 64, this::atRandomTime)) {
                kafka.sendEvents(topics.events(), 1_000, 1_000, 20);
                await().atMost(LIMIT).until(() -> {
                    kafka.sendEvents(topics.events(), 2_000, 100, 20);
                    return second.budget.events() > 0;
                });
                first.close();
                kafka.sendEvents(topics.events(), 2_000, 1_000, 20);

                var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == 3_000);

                assertThat(KafkaSide.distinct(results)).isEqualTo(3_000);
            }
        }
    }

    @Test
    void shouldTryAgainInTheOrderOfTheKeyWithoutHoldingUpOtherKeys() {
        TopicProperties topics = IntakeRig.topics("retry");
        AtomicInteger others = new AtomicInteger();
        Enrichment busyWhileOthersAreServed = event -> {
            boolean first = event.id().equals("0");
            if (first && others.get() < 240) {
                return CompletableFuture.failedFuture(PerceptException.passing(ErrorCode.ENGINE_BUSY, "busy", null));
            }
            // Ten keys, so that others are in the same partition as the key that waits.
            others.addAndGet(Integer.parseInt(event.id()) % 10 == 0 ? 0 : 1);
            return CompletableFuture.completedFuture(IntakeRig.resultOf(event));
        };
        try (IntakeRig rig = new IntakeRig(servers(), topics, 300, IntakeRig.retrying(busyWhileOthersAreServed))) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 270, 10);

            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= 270);

            assertThat(results).hasSize(270);
            KafkaSide.assertOrderPerKey(results);
        }
    }

    @Test
    void shouldReadAgainWhatWasGivenUp() {
        TopicProperties topics = IntakeRig.topics("again");
        AtomicBoolean stopping = new AtomicBoolean(true);
        Enrichment stopsOnce = event -> event.id().equals("3") && stopping.getAndSet(false)
                ? CompletableFuture.failedFuture(new PerceptException(ErrorCode.STOPPING, "restarting"))
                : atRandomTime(event);
        try (IntakeRig rig = new IntakeRig(servers(), topics, 256, stopsOnce)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 10, 1);

            var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == 10);

            assertThat(KafkaSide.distinct(results)).isEqualTo(10);
        }
    }

    @Test
    void shouldStopTakingWhileTheBudgetIsSpentAndGoOnAfterwards() {
        TopicProperties topics = IntakeRig.topics("budget");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        Enrichment gated = event -> {
            most.accumulateAndGet(taken.incrementAndGet(), Math::max);
            return gate.thenApply(open -> IntakeRig.resultOf(event));
        };
        try (IntakeRig rig = new IntakeRig(servers(), topics, 50, gated)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 1_000, 20);
            await().atMost(LIMIT).until(() -> rig.budget.wasSpent());
            int whileClosed = most.get();

            gate.complete(null);
            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= 1_000);

            assertThat(whileClosed).isLessThanOrEqualTo(50 + 64);
            assertThat(results).hasSize(1_000);
        }
    }

    @Test
    void shouldSeeTheLagGrowWhileTheBudgetIsSpent() {
        TopicProperties topics = IntakeRig.topics("lag");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Enrichment gated = event -> gate.thenApply(open -> IntakeRig.resultOf(event));
        try (IntakeRig rig = new IntakeRig(servers(), topics, 20, gated)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 200, 20);
            await().atMost(LIMIT).until(rig.budget::wasSpent);

            kafka.sendEvents(topics.events(), 200, 2_000, 20);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            rig.registry.get("percept.intake.lag").gauge().value())
                    .isEqualTo(2_200 - rig.budget.events()));
            gate.complete(null);
        }
    }

    @Test
    void shouldNotRepeatWhatHadEndedBeyondAStuckEvent() {
        TopicProperties topics = IntakeRig.topics("gaps");
        IntakeRig.Settings settings = IntakeRig.Settings.of(256).drainTimeout(Duration.ofMillis(300));
        Enrichment stuck = event -> event.id().equals("0") ? new CompletableFuture<>() : atRandomTime(event);
        try (IntakeRig rig = new IntakeRig(servers(), topics, settings, stuck)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 200, 20);
            kafka.readUntil(topics.results(), LIMIT, read -> read.size() == 190);
        }
        Set<String> again = ConcurrentHashMap.newKeySet();
        Enrichment counted = event -> {
            again.add(event.id());
            return atRandomTime(event);
        };
        try (IntakeRig rig = new IntakeRig(servers(), topics, settings, counted)) {
            var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == 200);

            assertThat(results).hasSize(200);
            assertThat(again).containsExactlyInAnyOrder("0", "20", "40", "60", "80", "100", "120", "140", "160", "180");
            KafkaSide.assertOrderPerKey(results);
        }
    }

    @Test
    void shouldPauseThePartitionOfAStuckEventAndNoOther() {
        TopicProperties topics = IntakeRig.topics("stuck");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Enrichment gated = event ->
                event.id().equals("0") ? gate.thenApply(open -> IntakeRig.resultOf(event)) : atRandomTime(event);
        IntakeRig.Settings settings = IntakeRig.Settings.of(5_000).maxEventsAhead(50);
        try (IntakeRig rig = new IntakeRig(servers(), topics, settings, gated)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 1, 1);
            await().atMost(LIMIT).until(() -> rig.budget.events() == 1);
            kafka.sendEvents(topics.events(), 1, 2_000, 97);
            var events = kafka.readUntil(topics.events(), LIMIT, read -> read.size() == 2_001);
            int stuck = partitionOf(events, "key-0");
            // Results have the keys of their events and as many partitions.
            var whileStuck =
                    kafka.readUntil(topics.results(), LIMIT, read -> outside(stuck, read) == outside(stuck, events));

            gate.complete(null);
            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= 2_001);

            assertThat(outside(stuck, whileStuck)).isEqualTo(outside(stuck, events));
            assertThat(whileStuck.size() - outside(stuck, whileStuck)).isLessThan(50 + 64);
            assertThat(KafkaSide.distinct(results)).isEqualTo(2_001);
        }
    }

    @Test
    void shouldMakeEventsWaitThroughAnOutageAndNotDeadLetterThemAll() {
        TopicProperties topics = IntakeRig.topics("engine-outage");
        DeadLetterProperties fiveLetters =
                new DeadLetterProperties(5, 1, Duration.ofHours(1), Duration.ofMillis(50), Duration.ofMillis(200));
        IntakeRig.Settings settings = IntakeRig.Settings.of(32).letters(fiveLetters);
        AtomicBoolean broken = new AtomicBoolean(true);
        Enrichment breaking = event -> broken.get()
                ? CompletableFuture.failedFuture(new PerceptException(ErrorCode.ENGINE_FAILED, "the engine is gone"))
                : atRandomTime(event);
        try (IntakeRig rig = new IntakeRig(servers(), topics, settings, breaking)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 200, 20);
            kafka.send(topics.events(), "poison", "{no event".getBytes(StandardCharsets.UTF_8));
            await().atMost(LIMIT).until(rig.budget::wasSpent);
            await().atMost(LIMIT).until(() -> rig.outages.trouble().isPresent());
            assertThat(rig.outages.trouble().orElseThrow()).contains("ENGINE_FAILED: the engine is gone");

            broken.set(false);
            var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == 195);
            var letters = kafka.readUntil(topics.deadLetters(), LIMIT, read -> read.size() == 6);

            assertThat(letters)
                    .extracting(letter -> header(letter, "percept-error-code"))
                    .containsOnly("ENGINE_FAILED", "INVALID_ENVELOPE")
                    .hasSize(6);
            assertThat(results).hasSize(195);
            KafkaSide.assertOrderPerKey(results);
            assertThat(rig.outages.trouble()).isEmpty();
        }
    }

    private CompletableFuture<EnrichmentResult> atRandomTime(ImageEvent event) {
        int micros;
        synchronized (random) {
            micros = random.nextInt(5_000);
        }
        return CompletableFuture.supplyAsync(
                () -> IntakeRig.resultOf(event), CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS));
    }

    private void awaitTopics(TopicProperties topics) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> kafka.topics().contains(topics.deadLetters()));
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private static int partitionOf(List<ConsumerRecord<byte[], byte[]>> records, String key) {
        return records.stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
                .findFirst()
                .orElseThrow()
                .partition();
    }

    private static long outside(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .filter(record -> record.partition() != partition)
                .count();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
