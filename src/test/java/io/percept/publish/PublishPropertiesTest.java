package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class PublishPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"first-back-off=0", "first-back-off=-1s", "max-back-off=0"})
    void shouldNotStartWithAPauseThatIsNone(String setting) {
        application.withPropertyValues("percept.publish." + setting).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .isInstanceOf(BindValidationException.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PublishProperties.class)
    static class Keys {}
}
