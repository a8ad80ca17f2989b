package io.percept.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ResolvePropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"connect-timeout=0", "connect-timeout=-1s", "deadline=0", "deadline=-1s"})
    void shouldNotStartWhereNoFetchHadTime(String setting) {
        application.withPropertyValues("percept.resolve.fetch." + setting).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .isInstanceOf(BindValidationException.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ResolveProperties.class)
    static class Keys {}
}
