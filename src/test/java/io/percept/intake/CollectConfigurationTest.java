package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.intake.broker.BrokerConfiguration;
import io.percept.intake.broker.BrokerProperties;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.intake.collect.CollectConfiguration;
import io.percept.intake.collect.CollectProperties;
import io.percept.intake.collect.CollectService;
import io.percept.publish.Delivery;
import io.percept.publish.PublishConfiguration;
import io.percept.publish.PublishProperties;
import io.percept.publish.TopicProperties;
import io.percept.resolve.ResolveProperties;
import io.percept.resolve.ResolveRuntime;
import io.percept.resolve.VisionProperties;
import io.percept.resolve.fetch.FetchListener;
import io.percept.vision.ImageSpec;
import io.percept.vision.PictureListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

/** Collecting instead of enrichment, with the settings that ship. */
class CollectConfigurationTest {

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
                    CollectConfiguration.class,
                    Surroundings.class)
            .withPropertyValues("percept.intake.enabled=false");

    @Test
    void shouldCollectWithoutAnyBrokerConfigured() {
        application
                .withPropertyValues(
                        "percept.collect.enabled=true",
                        "percept.broker.port=0",
                        "percept.broker.directory=" + directory)
                .run(context -> {
                    try (KafkaSide kafka =
                            new KafkaSide(context.getBean(EmbeddedBroker.class).bootstrapServers())) {
                        await().atMost(LIMIT).until(() -> kafka.topics().contains("image-events"));
                        kafka.send(
                                "image-events",
                                "key",
                                "{\"id\":\"alone\",\"segments\":[{\"text\":\"For nine years the harbour had no light, and boats found their way by luck.\"}]}"
                                        .getBytes(StandardCharsets.UTF_8));

                        var documents = kafka.readUntil("image-documents", LIMIT, read -> !read.isEmpty());

                        assertThat(documents).singleElement().satisfies(document -> assertThat(
                                        new String(document.value(), StandardCharsets.UTF_8))
                                .contains("alone", "the harbour had no light"));
                        await().atMost(LIMIT).until(() -> context.getBean(BrokerHealth.class)
                                .health()
                                .getStatus()
                                .equals(Status.UP));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "off", "no", "0"})
    void shouldTouchNoBrokerWhereItIsOff(String off) {
        application.withPropertyValues("percept.collect.enabled=" + off).run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(EmbeddedBroker.class)
                .doesNotHaveBean(BrokerHealth.class)
                .doesNotHaveBean(CollectService.class));
    }

    @Test
    void shouldNotStartInTheGroupOfEnrichment() {
        application
                .withPropertyValues(
                        "percept.intake.enabled=true",
                        "spring.kafka.bootstrap-servers=127.0.0.1:1",
                        "percept.collect.enabled=true",
                        "percept.collect.group=percept")
                .withBean(Delivery.class, () -> Delivery.AT_LEAST_ONCE)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IntakeRefused.class)
                        .hasMessageContaining("percept.collect.group"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        BrokerProperties.class,
        CollectProperties.class,
        TopicProperties.class,
        PublishProperties.class
    })
    static class Surroundings {

        @Bean
        ResolveRuntime resolveRuntime() {
            return ResolveRuntime.open(
                    new ImageSpec(64, new float[3], new float[] {1, 1, 1}, "bicubic"),
                    VisionProperties.defaults(),
                    ResolveProperties.defaults(),
                    (filter, count) -> {},
                    FetchListener.NONE,
                    PictureListener.NONE);
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
