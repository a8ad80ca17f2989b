package io.percept.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class VisionPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1s"})
    void shouldNotStartWhereNoImageHadTimeToBeDecoded(String limit) {
        application.withPropertyValues("percept.vision.time-limit=" + limit).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .isInstanceOf(BindValidationException.class)
                .hasMessageContaining("timeLimit"));
    }

    @Test
    void shouldNotStartWithACacheBelowNothing() {
        application.withPropertyValues("percept.vision.cache=-1MB").run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("percept.vision.cache must not be negative"));
    }

    @Test
    void shouldStartWithoutACache() {
        application.withPropertyValues("percept.vision.cache=0").run(context -> assertThat(context)
                .hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(VisionProperties.class)
    static class Keys {}
}
