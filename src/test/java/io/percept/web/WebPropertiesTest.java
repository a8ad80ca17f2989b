package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class WebPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-32MB"})
    void shouldNotStartWhereEveryBodyWouldBeRefused(String size) {
        application.withPropertyValues("percept.web.max-body=" + size).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("percept.web.max-body must be more than nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-128MB"})
    void shouldNotStartWithoutRoomForBodies(String size) {
        application
                .withPropertyValues("percept.web.max-in-flight-bytes=" + size)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("percept.web.max-in-flight-bytes must be more than nothing"));
    }

    @Test
    void shouldStartWithItsDefaults() {
        application.run(context -> assertThat(context).hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WebProperties.class)
    static class Keys {}
}
