package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.intake.ModelRuntime;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandCacheTest {

    private static final String KEY = "percept.engine.cache";

    @AfterEach
    void restore() {
        System.clearProperty(KEY);
    }

    @Test
    void shouldBeWhereTheServiceOfTheSameEnvironmentLooks() {
        System.setProperty(KEY, "/var/lib/percept/bundles");

        assertThat(CommandCache.directory()).isEqualTo(Path.of("/var/lib/percept/bundles"));
    }

    @Test
    void shouldBeTheDefaultWhereNothingIsSaid() {
        assertThat(CommandCache.directory()).isEqualTo(ModelRuntime.defaultCache());
    }
}
