package io.percept.intake.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class CollectPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void shouldNotStartWhereNoEventWouldEverBeTaken(String size) {
        application
                .withPropertyValues("percept.collect.max-in-flight-bytes=" + size)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("percept.collect.max-in-flight-bytes must be more than nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1s"})
    void shouldNotStartWithAnIntervalThatIsNone(String interval) {
        application
                .withPropertyValues("percept.collect.roll-interval=" + interval)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(BindValidationException.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(CollectProperties.class)
    static class Keys {}
}
