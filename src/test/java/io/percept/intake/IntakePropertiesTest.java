package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.wire.EventRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class IntakePropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-64MB"})
    void shouldNotStartWhereNoEventWouldEverBeTakenIn(String size) {
        application
                .withPropertyValues("percept.intake.max-in-flight-bytes=" + size)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("percept.intake.max-in-flight-bytes must be more than nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"restart-back-off=0", "restart-back-off=-1s", "commit-interval=-1s", "drain-timeout=-1s"})
    void shouldNotStartWithATimeThatCannotBe(String setting) {
        application.withPropertyValues("percept.intake." + setting).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .isInstanceOf(BindValidationException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dance", "answer", "moderate,choose"})
    void shouldNotStartWithARequiredTaskThatCannotBeAskedAlone(String kinds) {
        application.withPropertyValues("percept.intake.required-tasks=" + kinds).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("percept.intake.required-tasks must be kinds of tasks"));
    }

    @Test
    void shouldLayDownForEveryEventWhatIsConfigured() {
        application
                .withPropertyValues(
                        "percept.intake.tasks=caption",
                        "percept.intake.required-tasks=moderate, alt_text",
                        "percept.intake.require-source=true")
                .run(context -> assertThat(
                                context.getBean(IntakeProperties.class).eventRules())
                        .isEqualTo(new EventRules(List.of("caption"), List.of("moderate", "alt_text"), true)));
    }

    @Test
    void shouldStartWithItsDefaults() {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(IntakeProperties.class).eventRules())
                    .isEqualTo(EventRules.ofDefaultTasks(List.of("caption", "moderate")));
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(IntakeProperties.class)
    static class Keys {}
}
