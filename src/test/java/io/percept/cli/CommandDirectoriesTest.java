package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.intake.enrichment.ModelRuntime;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandDirectoriesTest {

    private static final String KEY = "percept.engine.cache";
    private static final String PLANS = "percept.engine.tensorrt.plans";

    @AfterEach
    void restore() {
        System.clearProperty(KEY);
        System.clearProperty(PLANS);
    }

    @Test
    void shouldBeWhereTheServiceOfTheSameEnvironmentLooks() {
        System.setProperty(KEY, "/var/lib/percept/bundles");

        assertThat(CommandDirectories.bundles()).isEqualTo(Path.of("/var/lib/percept/bundles"));
    }

    @Test
    void shouldBeTheDefaultWhereNothingIsSaid() {
        assertThat(CommandDirectories.bundles()).isEqualTo(ModelRuntime.defaultCache());
        assertThat(CommandDirectories.plans())
                .isEqualTo(ModelRuntime.defaultCache().resolve("plans"));
    }

    @Test
    void shouldHavePlansWhereTheServiceOfTheSameEnvironmentLooksForThem() {
        System.setProperty(KEY, "/var/lib/percept/bundles");
        System.setProperty(PLANS, "/mnt/plans");

        assertThat(CommandDirectories.plans()).isEqualTo(Path.of("/mnt/plans"));
        assertThat(new EngineSelection().tensorRt().plans()).isEqualTo(Path.of("/mnt/plans"));
    }

    @Test
    void shouldHavePlansBesideTheBundlesWhereNothingIsSaidOfThem() {
        System.setProperty(KEY, "/var/lib/percept/bundles");

        assertThat(CommandDirectories.plans()).isEqualTo(Path.of("/var/lib/percept/bundles/plans"));
        assertThat(new EngineSelection().tensorRt().plans()).isEqualTo(Path.of("/var/lib/percept/bundles/plans"));
    }
}
