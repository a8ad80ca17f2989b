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
    private final Device device = new InMemoryDevice(1);

    @Test
    void shouldKeepPlansOfOtherBundlesVersionsGpusAndPrecisionsApart() {
        PlanKey key = PlanKey.of(bundle, Precision.FP16, "10.15.1", device);
        Stream<PlanKey> others = Stream.of(
                new PlanKey("0".repeat(64), key.precision(), key.gpu()),
                PlanKey.of(bundle, Precision.BF16, "10.15.1", device),
                PlanKey.of(bundle, Precision.FP16, "10.15.2", device),
                new PlanKey(bundle.digest(), Precision.FP16, "trt10.15.1-sm90-nvidia-h200"));

        assertThat(others.map(other -> other.directory(plans))).doesNotContain(key.directory(plans));
        assertThat(key.directory(plans))
                .isEqualTo(PlanKey.of(bundle, Precision.FP16, "10.15.1", device).directory(plans));
    }

    @Test
    void shouldNameTheModelOfTheGpu() {
        assertThat(PlanKey.gpu("10.15.1", device)).isEqualTo("trt10.15.1-sm00-a-device-in-memory");
    }

    @Test
    void shouldSayWhichCommandMakesAMissingPlan() {
        TensorRtSettings settings = TensorRtSettings.defaults(Path.of("cache"));

        assertThat(TensorRtEngines.missingPlan(bundle, settings, device, "10.15.1"))
                .contains("percept compile --bundle " + bundle.directory())
                .contains("--precision fp32")
                .contains("--device 0")
                .contains("build-on-start=true")
                .doesNotContain("\n");
    }
}
