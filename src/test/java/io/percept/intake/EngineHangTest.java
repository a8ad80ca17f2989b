package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.percept.contract.ImageEvent;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.v1.EnrichmentResult;
import io.percept.contract.v1.TaskOutcome;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import io.percept.engine.FaultyEngine;
import io.percept.engine.ModelEngine;
import io.percept.engine.OnnxEngine;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.intake.enrichment.EngineHealth;
import io.percept.intake.enrichment.EnrichmentRuntime;
import io.percept.intake.enrichment.LocalDocuments;
import io.percept.intake.enrichment.ModelRuntime;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.prompt.TokenLimits;
import io.percept.publish.TopicProperties;
import io.percept.resolve.DocumentResolver;
import io.percept.worker.RestartOptions;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines that hang under events from Kafka. */
@Timeout(120)
class EngineHangTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int EVENTS = 40;

    private final Bundle bundle = TestBundle.bundle();
    private final List<FaultyEngine> faulty = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void release() {
        faulty.forEach(FaultyEngine::release);
    }

    @Test
    void shouldAnswerEveryEventAfterTheRestartAndCommitNothingBefore() throws Exception {
        TopicProperties topics = IntakeRig.topics("hang");
        CompletableFuture<ModelEngine> fresh = new CompletableFuture<>();
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
                KafkaSide kafka = new KafkaSide(broker.bootstrapServers());
                ModelRuntime model = open(faulty().hangingDecoder(), fresh::join);
                EnrichmentRuntime runtime = enrichment(model);
                IntakeRig rig = new IntakeRig(kafka.servers(), topics, 256, IntakeRig.retrying(runtime.enricher()))) {
            await().atMost(LIMIT).ignoreExceptions().until(() -> kafka.topics().contains(topics.deadLetters()));
            for (int i = 0; i < EVENTS; i++) {
                kafka.send(
                        topics.events(), "key-" + i % 5, EventCodec.write(event(i, "three apples"), Encoding.PROTOBUF));
            }

            await().atMost(LIMIT).until(() -> model.trouble().isPresent() && rig.budget.events() == EVENTS);
            assertThat(new EngineHealth(model).health().getDetails().get("reason"))
                    .asString()
                    .contains("a call of the decoder has not come back");
            assertThat(kafka.committed(topics.events())).isZero();
            fresh.complete(engine());

            var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == EVENTS);
            assertThat(results).hasSize(EVENTS).allSatisfy(EngineHangTest::assertAnswered);
            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == EVENTS);
            assertThat(model.trouble()).isEmpty();
        }
    }

    @Test
    void shouldFailAnEventForGoodThatMakesEveryDecoderHangAndAnswerTheRest() throws Exception {
        TopicProperties topics = IntakeRig.topics("poison");
        int poison = tokenOf("three zebras", "three apples");
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
                KafkaSide kafka = new KafkaSide(broker.bootstrapServers());
                ModelRuntime model = open(faulty().hangingOnToken(poison), () -> faulty().hangingOnToken(poison));
                EnrichmentRuntime runtime = enrichment(model);
                IntakeRig rig = new IntakeRig(kafka.servers(), topics, 256, IntakeRig.retrying(runtime.enricher()))) {
            await().atMost(LIMIT).ignoreExceptions().until(() -> kafka.topics().contains(topics.deadLetters()));
            for (int i = 0; i < EVENTS; i++) {
                String text = i == 7 ? "three zebras" : "three apples";
                kafka.send(topics.events(), "key-" + i % 5, EventCodec.write(event(i, text), Encoding.PROTOBUF));
            }

            var results = kafka.readUntil(topics.results(), LIMIT, read -> KafkaSide.distinct(read) == EVENTS - 1);
            var letters = kafka.readUntil(topics.deadLetters(), LIMIT, read -> !read.isEmpty());

            assertThat(results)
                    .hasSize(EVENTS - 1)
                    .allSatisfy(EngineHangTest::assertAnswered)
                    .noneMatch(result -> KafkaSide.eventIdOf(result).equals("7"));
            assertThat(letters)
                    .singleElement()
                    .extracting(letter -> new String(
                            letter.headers().lastHeader("percept-error-message").value(), StandardCharsets.UTF_8))
                    .asString()
                    .contains("The decoder hung on a plan of", "also alone");
            await().atMost(LIMIT).until(() -> kafka.committed(topics.events()) == EVENTS);
            assertThat(faulty).hasSize(3);
            assertThat(model.beyondRepair()).isEmpty();
        }
    }

    /** A token of the one text that the other does not have. */
    private int tokenOf(String text, String other) {
        try (Tokenizer tokenizer = new Tokenizer(bundle)) {
            Set<Integer> others = Arrays.stream(tokenizer.encode(other)).boxed().collect(Collectors.toSet());
            return Arrays.stream(tokenizer.encode(text))
                    .filter(id -> !others.contains(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private FaultyEngine faulty() {
        FaultyEngine engine = new FaultyEngine(engine());
        faulty.add(engine);
        return engine;
    }

    private ModelRuntime open(ModelEngine first, Supplier<ModelEngine> fresh) {
        ModelRuntime.EngineSource source = new ModelRuntime.EngineSource() {
            @Override
            public List<ModelEngine> open() {
                return List.of(first);
            }

            @Override
            public ModelEngine reopen(int device) {
                return fresh.get();
            }
        };
        return ModelRuntime.open(
                bundle,
                source,
                WorkerOptions.DEFAULT,
                new RestartOptions(Duration.ofSeconds(3), 3, Duration.ofMinutes(10)),
                new TokenLimits(8, 8, 8, 8),
                WorkerListener.NONE);
    }

    private EnrichmentRuntime enrichment(ModelRuntime model) {
        // The events have no images, but the policy's examples do.
        DocumentResolver resolver = LocalDocuments.resolver(bundle);
        Policies policies = Policies.load(
                new PolicyProperties(List.of(), "default", List.of()),
                bundle.moderation().questions(),
                resolver::resolve);
        return new EnrichmentRuntime(model, resolver, policies, Duration.ofMinutes(1));
    }

    private ModelEngine engine() {
        return OnnxEngine.open(bundle, new EngineOptions(2, false));
    }

    private static ImageEvent event(int number, String text) {
        return new ImageEvent(
                String.valueOf(number),
                "/test",
                Instant.now(),
                List.of(new Segment.Text(text + ", " + number)),
                List.of(new Task.Moderate("m", List.of("hate"), TaskOptions.NONE)),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    private static void assertAnswered(ConsumerRecord<byte[], byte[]> result) {
        try {
            assertThat(EnrichmentResult.parseFrom(result.value()).getOutcomesList())
                    .extracting(TaskOutcome::getOutcomeCase)
                    .containsExactly(TaskOutcome.OutcomeCase.MODERATION);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("Not a result: " + result, e);
        }
    }
}
