package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.intake.broker.BrokerConfiguration;
import io.percept.intake.broker.BrokerProperties;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.PublishConfiguration;
import io.percept.publish.PublishProperties;
import io.percept.publish.ResultPublished;
import io.percept.publish.TopicProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The Spring composition, with the embedded broker and the settings that ship. */
class IntakeConfigurationTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
            .withUserConfiguration(
                    BrokerConfiguration.class,
                    BrokerHealthConfiguration.class,
                    PublishConfiguration.class,
                    IntakeConfiguration.class,
                    Surroundings.class);

    @Test
    void shouldAnswerAnEventWithoutAnyBrokerConfigured() {
        application
                .withPropertyValues("percept.broker.port=0", "percept.broker.directory=" + directory)
                .run(context -> {
                    try (KafkaSide kafka =
                            new KafkaSide(context.getBean(EmbeddedBroker.class).bootstrapServers())) {
                        await().atMost(LIMIT).until(() -> context.getBean(BrokerHealth.class)
                                .health()
                                .getStatus()
                                .equals(Status.UP));
                        kafka.send(
                                "image-events",
                                "key",
                                "{\"id\":\"typed\",\"source\":\"/hand\",\"segments\":[{\"text\":\"a\"}]}"
                                        .getBytes(StandardCharsets.UTF_8));

                        var results = kafka.readUntil("image-enrichments", LIMIT, read -> !read.isEmpty());

                        assertThat(results).singleElement().satisfies(this::assertIsResult);
                        assertThat(context.getBean(Surroundings.class).published)
                                .extracting(told -> told.result().eventId())
                                .containsExactly("typed");
                    }
                });
    }

    @Test
    void shouldAnswerInTransactionsWhereExactlyOnceIsAskedFor(@TempDir Path own) {
        application
                .withPropertyValues(
                        "percept.broker.port=0",
                        "percept.broker.directory=" + own,
                        "percept.intake.delivery=exactly-once",
                        "percept.intake.transactional-id=the-only-one")
                .run(context -> {
                    try (KafkaSide kafka =
                            new KafkaSide(context.getBean(EmbeddedBroker.class).bootstrapServers())) {
                        await().atMost(LIMIT).until(() -> context.getBean(BrokerHealth.class)
                                .health()
                                .getStatus()
                                .equals(Status.UP));
                        kafka.sendEvents("image-events", 0, 1, 1);

                        var results = kafka.readUntil("image-enrichments", LIMIT, read -> !read.isEmpty());

                        assertThat(results).hasSize(1);
                        assertThat(kafka.transactionalIds()).containsExactly("the-only-one");
                    }
                });
    }

    @Test
    void shouldRunNoBrokerWhereOneIsConfigured() {
        application
                .withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:1", "percept.intake.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedBroker.class));
    }

    @Test
    void shouldNotStartWhereAStopCouldOutlastTheSession() {
        application
                .withPropertyValues(
                        "spring.kafka.bootstrap-servers=127.0.0.1:1",
                        "spring.kafka.consumer.properties.session.timeout.ms=10000")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IntakeRefused.class)
                        .hasMessageContaining("percept.intake.drain-timeout (10000 ms)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "off", "no", "0"})
    void shouldTouchNoBrokerWhereIntakeIsOff(String off) {
        application.withPropertyValues("percept.intake.enabled=" + off).run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(EmbeddedBroker.class)
                .doesNotHaveBean(BrokerHealth.class)
                .doesNotHaveBean(EventIntake.class));
    }

    @Test
    void shouldTakeEventsInWhereIntakeIsOnInAnotherWord() {
        application
                .withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:1", "percept.intake.enabled=on")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(EventIntake.class));
    }

    @Test
    void shouldNotStartWithASwitchThatIsNeitherOnNorOff() {
        application
                .withPropertyValues("percept.intake.enabled=perhaps")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("percept.intake.enabled"));
    }

    private void assertIsResult(ConsumerRecord<byte[], byte[]> result) {
        assertThat(new String(result.value(), StandardCharsets.UTF_8)).contains("\"eventId\":\"typed\"");
        assertThat(result.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
        assertThat(result.headers())
                .extracting(Header::key)
                .contains("content-type", "ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        BrokerProperties.class,
        DeadLetterProperties.class,
        IntakeProperties.class,
        TopicProperties.class,
        PublishProperties.class
    })
    static class Surroundings {

        final List<ResultPublished> published = new CopyOnWriteArrayList<>();

        @Bean
        Enrichment enrichment() {
            return event -> CompletableFuture.completedFuture(IntakeRig.resultOf(event));
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @EventListener
        void on(ResultPublished event) {
            published.add(event);
        }
    }
}
