package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class TopicPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"review=image-enrichments", "dead-letters=image-events", "results=image-events"})
    void shouldNotStartWhereTwoTopicsAreOne(String setting) {
        application.withPropertyValues("percept.topics." + setting).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("percept.topics: events, results, dead-letters and review must be four"));
    }

    @Test
    void shouldStartWithItsDefaults() {
        application.run(context -> assertThat(context).hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TopicProperties.class)
    static class Keys {}
}
