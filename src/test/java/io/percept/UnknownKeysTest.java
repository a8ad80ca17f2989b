package io.percept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.intake.IntakeProperties;
import io.percept.intake.enrichment.ModelProperties;
import io.percept.intake.enrichment.ResultCacheProperties;
import io.percept.web.access.AccessProperties;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class UnknownKeysTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Records.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "percept.intake.max-in-flight=12",
                "percept.intake.maxInFlight=12",
                "percept.intake.tasks[0]=caption",
                "percept.intake.tasks=caption,describe",
                "percept.access.keys[0].digest=sha256:00",
                "percept.results.cache.size=1MB",
                "percept.model=/models/own",
                "perceptual.hash=8",
                "spring.application.name=percept"
            })
    void shouldStartWithWhatARecordHas(String set) {
        application
                .withPropertyValues("percept.access.keys[0].name=a", "percept.access.keys[0].roles=enrich")
                .withPropertyValues("percept.access.keys[0].digest=sha256:00")
                .withPropertyValues(set)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            percept.intake.max-inflights          | percept.intake has
            percept.intake.max.in.flight          | percept.intake has
            percept.intake.tasks.first            | percept.intake has
            percept.intake.max-in-flight.events   | percept.intake has
            percept.access.keys[0].secret         | percept.access.keys[] has digest, name, roles.
            percept.results.cash.size             | percept.results has cache.
            percept.inake.max-in-flight           | percept has access, intake, model, results.
            percept.modle                         | percept has access, intake, model, results.
            """)
    void shouldNotStartWithAnythingElse(String key, String instead) {
        application.withPropertyValues(key + "=12").run(context -> assertThat(context)
                .getFailure()
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContainingAll(key + " (", "is not a key of Percept", instead));
    }

    @Test
    void shouldSayWhereEachWasSetAndNotWhatTo() {
        application
                .withPropertyValues("percept.access.key=hunter2", "percept.intake.task=caption")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContainingAll(
                                "percept.access.key (\"percept.access.key\" from property source \"test\")",
                                "percept.intake.task (\"percept.intake.task\" from property source \"test\")")
                        .message()
                        .doesNotContain("hunter2")
                        .hasLineCount(2));
    }

    @ParameterizedTest
    @CsvSource({
        "PERCEPT_INTAKE_MAXINFLIGHT, 12",
        "PERCEPT_INTAKE_MAX_IN_FLIGHT, 12",
        "PERCEPT_INTAKE_MAX_IN_FLIGHT_BYTES, 12MB",
        "PERCEPT_INTAKE_REQUIRED_TASKS_0, caption",
        "PERCEPT_RESULTS_CACHE_SIZE, 1MB"
    })
    void shouldTakeEitherSpellingOfAVariable(String variable, String value) {
        withVariable(variable, value).run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "PERCEPT_HOME, /opt/percept",
        "PERCEPT_PORT, tcp://10.0.0.1:8080",
        "PERCEPT_INTAKE_SERVICE_HOST, 10.0.0.1",
        "PERCEPT_INTAKE_SERVICE_PORT, 8080",
        "PERCEPT_INTAKE_SERVICE_PORT_HTTP, 8080",
        "PERCEPT_INTAKE_PORT, tcp://10.0.0.1:8080",
        "PERCEPT_INTAKE_PORT_8080_TCP, tcp://10.0.0.1:8080",
        "PERCEPT_INTAKE_PORT_8080_TCP_ADDR, 10.0.0.1",
        "PERCEPT_INTAKE_PORT_8080_TCP_PROTO, tcp"
    })
    void shouldLeaveVariablesOfOthersAlone(String variable, String value) {
        withVariable(variable, value).run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "PERCEPT_INTAKE_MAX_INFLIGHTS, 12, percept.intake has",
        "PERCEPT_INTAKE_PORT, 8080, percept.intake has",
        "PERCEPT_RESULTS_CACHE_SIZES, 1MB, percept.results.cache has"
    })
    void shouldNotStartWithAVariableOfASectionThatNothingReads(String variable, String value, String instead) {
        withVariable(variable, value).run(context -> assertThat(context)
                .getFailure()
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContainingAll(variable, instead));
    }

    @Test
    void shouldTellThePersonWhoStartsItWithoutATrace(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Records.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--percept.intake.max-inflights=12", "--percept.access.mode=open"))
                .isInstanceOf(ConfigurationRefused.class);

        assertThat(output)
                .contains("percept.intake.max-inflights", "commandLineArgs", "would change nothing")
                .doesNotContain("\tat ");
    }

    private ApplicationContextRunner withVariable(String name, String value) {
        return application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value))));
    }

    @Configuration
    @Import(UnknownKeys.class)
    @EnableConfigurationProperties({
        AccessProperties.class,
        IntakeProperties.class,
        ModelProperties.class,
        ResultCacheProperties.class
    })
    static class Records {}
}
