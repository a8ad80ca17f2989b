package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ImageEvent;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.TopicProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the group is rebalanced, and when it must not be. */
class GroupMembershipTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;

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
    void shouldKeepItsPartitionsWhileTheEngineTakesLongerThanThePollInterval() {
        TopicProperties topics = IntakeRig.topics("slow");
        CompletableFuture<Void> slow = new CompletableFuture<>();
        IntakeRig.Settings settings = IntakeRig.Settings.of(20).consumer(Map.of("max.poll.interval.ms", 1_500));
        try (IntakeRig rig = rig(topics, settings, event -> slow.thenApply(done -> IntakeRig.resultOf(event)))) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 200, 20);
            await().atMost(LIMIT).until(() -> rig.budget.wasSpent());
            int before = rig.rebalances();

            await().during(Duration.ofSeconds(4)).atMost(LIMIT).until(() -> rig.rebalances() == before);
            slow.complete(null);
            var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= 200);

            assertThat(results).hasSize(200);
            assertThat(rig.rebalances()).isEqualTo(before);
        }
    }

    @Test
    void shouldNotDisturbTheOthersWhenAStaticMemberRestarts() throws Exception {
        TopicProperties topics = IntakeRig.topics("static");
        try (IntakeRig other = rig(topics, named("pod-0"), GroupMembershipTest::atOnce);
                IntakeRig leaving = rig(topics, named("pod-1"), GroupMembershipTest::atOnce)) {
            awaitTopics(topics);
            await().atMost(LIMIT)
                    .until(() -> kafka.partitionsOfMembers(topics.events()).equals(Map.of("pod-0", 2, "pod-1", 2)));
            await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> kafka.isStable(topics.events()));
            int before = other.rebalances();
            kafka.sendEvents(topics.events(), 0, 100, 20);
            kafka.readUntil(topics.results(), LIMIT, read -> read.size() == 100);

            leaving.close();
            try (IntakeRig back = rig(topics, named("pod-1"), GroupMembershipTest::atOnce)) {
                kafka.sendEvents(topics.events(), 100, 100, 20);
                var results = kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= 200);

                assertThat(results).hasSize(200);
                assertThat(other.rebalances()).isEqualTo(before);
            }
        }
    }

    @Test
    void shouldDrainAStaticMemberThatStops() {
        TopicProperties topics = IntakeRig.topics("static-drain");
        try (IntakeRig leaving = rig(topics, named("pod-2"), GroupMembershipTest::afterAWhile)) {
            awaitTopics(topics);
            kafka.sendEvents(topics.events(), 0, 50, 50);
            await().atMost(LIMIT).until(() -> leaving.budget.events() > 0);
        }
        try (IntakeRig back = rig(topics, named("pod-2"), GroupMembershipTest::atOnce)) {
            kafka.sendEvents(topics.events(), 50, 50, 50);
            var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == 100);

            assertThat(results).hasSize(100);
        }
    }

    @Test
    void shouldLetEventsEndWhereItStopsWhileTheGroupIsRebalanced() throws Exception {
        TopicProperties topics = IntakeRig.topics("joining");

        int inFlight = stopInARebalance(topics, IntakeRig.Settings.of(64));

        assertThat(kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= inFlight))
                .hasSizeGreaterThanOrEqualTo(inFlight);
    }

    @Test
    void shouldCommitTransactionsWhereItStopsWhileTheGroupIsRebalanced() throws Exception {
        TopicProperties topics = IntakeRig.topics("joining-once");

        int inFlight = stopInARebalance(topics, IntakeRig.Settings.of(64).exactlyOnce(UnaryOperator.identity()));

        assertThat(kafka.readUntil(topics.results(), LIMIT, read -> read.size() >= inFlight))
                .hasSizeGreaterThanOrEqualTo(inFlight);
        assertThat(kafka.committed(topics.events())).isGreaterThanOrEqualTo(inFlight);
    }

    /**
     * Stops an instance while events are in flight and the group waits for a member that does not join.
     *
     * @return how many events were in flight, at least
     */
    private int stopInARebalance(TopicProperties topics, IntakeRig.Settings settings) throws Exception {
        String group = topics.events();
        IntakeRig.Settings patient = settings.drainTimeout(Duration.ofSeconds(5));
        // The silent one is closed first, so that the other one need not wait for it any longer.
        try (KafkaConsumer<byte[], byte[]> joining = member(group);
                KafkaConsumer<byte[], byte[]> silent = member(group);
                IntakeRig rig = rig(topics, patient, GroupMembershipTest::afterTwoSeconds)) {
            awaitTopics(topics);
            silent.subscribe(List.of(topics.events()));
            joining.subscribe(List.of(topics.events()));
            await().pollInSameThread().atMost(LIMIT).ignoreExceptions().until(() -> {
                silent.poll(Duration.ofMillis(100));
                return kafka.isStable(group) && kafka.partitionsOfEach(group).equals(List.of(2, 2));
            });
            // By then the instance has begun to read its partitions.
            await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> kafka.isStable(group));
            await().pollInSameThread().atMost(LIMIT).until(() -> {
                joining.poll(Duration.ofMillis(100));
                return kafka.isJoining(group);
            });
            // By then the instance has heard of it with a heartbeat, and has joined.
            await().during(Duration.ofSeconds(2)).atMost(LIMIT).until(() -> kafka.isJoining(group));
            kafka.sendEvents(topics.events(), 0, 40, 40);
            await().atMost(LIMIT).until(() -> rig.budget.events() > 0);
            int inFlight = rig.budget.events();
            rig.close();
            return inFlight;
        }
    }

    private KafkaConsumer<byte[], byte[]> member(String group) {
        return new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        kafka.servers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        "false",
                        "heartbeat.interval.ms",
                        500,
                        "partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static IntakeRig.Settings named(String instance) {
        return IntakeRig.Settings.of(64).consumer(Map.of("group.instance.id", instance));
    }

    private static CompletableFuture<EnrichmentResult> atOnce(ImageEvent event) {
        return CompletableFuture.completedFuture(IntakeRig.resultOf(event));
    }

    private static CompletableFuture<EnrichmentResult> afterAWhile(ImageEvent event) {
        return after(500, event);
    }

    private static CompletableFuture<EnrichmentResult> afterTwoSeconds(ImageEvent event) {
        return after(2_000, event);
    }

    private static CompletableFuture<EnrichmentResult> after(int millis, ImageEvent event) {
        return CompletableFuture.supplyAsync(
                () -> IntakeRig.resultOf(event), CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }

    private IntakeRig rig(TopicProperties topics, IntakeRig.Settings settings, Enrichment enrichment) {
        return new IntakeRig(broker.bootstrapServers(), topics, settings, enrichment);
    }

    private void awaitTopics(TopicProperties topics) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> kafka.topics().contains(topics.deadLetters()));
    }
}
