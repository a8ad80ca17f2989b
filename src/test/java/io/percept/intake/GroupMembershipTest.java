package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ImageEvent;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.publish.TopicProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    private static IntakeRig.Settings named(String instance) {
        return IntakeRig.Settings.of(64).consumer(Map.of("group.instance.id", instance));
    }

    private static CompletableFuture<EnrichmentResult> atOnce(ImageEvent event) {
        return CompletableFuture.completedFuture(IntakeRig.resultOf(event));
    }

    private static CompletableFuture<EnrichmentResult> afterAWhile(ImageEvent event) {
        return CompletableFuture.supplyAsync(
                () -> IntakeRig.resultOf(event), CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
    }

    private IntakeRig rig(TopicProperties topics, IntakeRig.Settings settings, RecordPipeline.Enrichment enrichment) {
        return new IntakeRig(broker.bootstrapServers(), topics, settings, enrichment);
    }

    private void awaitTopics(TopicProperties topics) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> kafka.topics().contains(topics.deadLetters()));
    }
}
