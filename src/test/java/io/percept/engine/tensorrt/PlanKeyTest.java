package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanKeyTest {

    private final Bundle bundle = TestBundle.bundle();
    private final Path plans = Path.of("plans");

    @Test
    void shouldKeepPlansOfOtherBundlesVersionsGpusAndPrecisionsApart() {
        PlanKey key = PlanKey.of(bundle, Precision.FP16, "10.15.1", "sm90");
        Stream<PlanKey> others = Stream.of(
                new PlanKey("0".repeat(64), Precision.FP16, "10.15.1", "sm90"),
                PlanKey.of(bundle, Precision.BF16, "10.15.1", "sm90"),
                PlanKey.of(bundle, Precision.FP16, "10.15.2", "sm90"),
                PlanKey.of(bundle, Precision.FP16, "10.15.1", "sm89"));

        assertThat(others.map(other -> other.directory(plans))).doesNotContain(key.directory(plans));
        assertThat(key.directory(plans))
                .isEqualTo(PlanKey.of(bundle, Precision.FP16, "10.15.1", "sm90").directory(plans));
    }

    @Test
    void shouldSayWhichCommandMakesAMissingPlan() {
        TensorRtSettings settings = TensorRtSettings.defaults(Path.of("cache"));

        assertThat(TensorRtEngines.missingPlan(bundle, settings, 1, "10.15.1", "sm90"))
                .contains("percept compile --bundle " + bundle.directory())
                .contains("--precision fp32")
                .contains("--device 1")
                .contains("build-on-start=true")
                .doesNotContain("\n");
    }
}
