package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.resolve.ResolveProperties;
import io.percept.resolve.VisionProperties;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ImageSettingsTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void shouldBeThoseOfTheServiceWhereNothingIsSet() {
        assertThat(ImageSettings.of(environment))
                .isEqualTo(new ImageSettings(VisionProperties.defaults(), ResolveProperties.defaults()));
    }

    @Test
    void shouldTakeVariablesAndProperties() {
        setVariable("PERCEPT_RESOLVE_FETCH_ALLOW", "a.example");
        setProperty("percept.vision.frames", "8");

        ImageSettings settings = ImageSettings.of(environment);

        assertThat(settings.resolve().fetch().allow()).containsExactly("a.example");
        assertThat(settings.vision().frames()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "PERCEPT_RESOLVE_FETCH_DENNY, percept.resolve.fetch has",
        "PERCEPT_RESOLVE_FETSCH_DENY, percept.resolve has",
        "PERCEPT_VISION_MAX_PIXEL, percept.vision has"
    })
    void shouldRefuseAVariableThatNothingReadsAsTheServiceDoes(String variable, String instead) {
        setVariable(variable, "12");

        assertRefused(variable, "is not a key of Percept and would change nothing", instead);
    }

    @Test
    void shouldNameEveryPropertyThatNothingReads() {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "given", Map.of("percept.vision.max-pixel", "12", "percept.resolve.deny", "a.example")));

        assertThatThrownBy(() -> ImageSettings.of(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("percept.vision.max-pixel (", "percept.resolve.deny (")
                .message()
                .hasLineCount(2);
    }

    @Test
    void shouldLeaveAloneWhatIsOfOtherSections() {
        setVariable("PERCEPT_INTAKE_MAX_INFLIGHTS", "12");
        setProperty("percept.results.cash.size", "1MB");

        assertThat(ImageSettings.of(environment).vision()).isEqualTo(VisionProperties.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "PERCEPT_VISION_FRAMES, 100, percept.vision.frames (, 16",
        "PERCEPT_VISION_FRAMES, 0, percept.vision.frames (, 1",
        "PERCEPT_RESOLVE_FETCH_PER_HOST, 0, percept.resolve.fetch.per-host (, 1",
        "PERCEPT_RESOLVE_PAGE_KEEP_SINGLE_IMAGE, 2, percept.resolve.page.keep-single-image (, 1"
    })
    void shouldRefuseAValueThatTheServiceRefuses(String variable, String value, String key, String bound) {
        setVariable(variable, value);

        assertRefused(key, variable, bound);
    }

    @Test
    void shouldNameTheKeyOfAValueThatItsRecordRefuses() {
        setVariable("PERCEPT_VISION_CACHE", "-1");

        assertThatThrownBy(() -> ImageSettings.of(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("percept.vision.cache must not be negative");
    }

    @ParameterizedTest
    @CsvSource({
        "percept.vision.frames, four, int",
        "percept.vision.max-bytes, 20pounds, DataSize",
        "percept.resolve.fetch.deadline, soon, Duration"
    })
    void shouldSayThatAValueIsOfAnotherType(String key, String value, String type) {
        setProperty(key, value);

        assertRefused(key + " (", "cannot be read as " + type, value);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> ImageSettings.of(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts)
                .message()
                .hasLineCount(1);
    }

    private void setVariable(String name, String value) {
        String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment
                .getPropertySources()
                .replace(source, new SystemEnvironmentPropertySource(source, Map.of(name, value)));
    }

    private void setProperty(String name, String value) {
        environment.getPropertySources().addFirst(new MapPropertySource("given", Map.of(name, value)));
    }
}
