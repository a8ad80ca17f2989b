package io.percept.engine.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.Bundle;
import io.percept.engine.EngineFailure;
import io.percept.engine.EngineOptions;
import io.percept.engine.EngineUnavailable;
import io.percept.engine.FaultyEngine;
import io.percept.engine.ModelEngine;
import io.percept.engine.OnnxEngine;
import io.percept.engine.TestBundle;
import io.percept.engine.tensorrt.TensorRtSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What happens where an engine of a GPU opens, and fails in its first calls. */
class EnginesTest {

    private final Bundle bundle = TestBundle.bundle();
    private final OnnxEngine working = OnnxEngine.open(bundle, new EngineOptions(1, false));
    private final FaultyEngine gpu = new FaultyEngine(working).failingDecoder();

    @Test
    void shouldLetTheCpuTakeOverWhereThatIsAllowed() {
        List<ModelEngine> engines = open(EngineKind.TENSORRT, true);
        try {
            assertThat(engines).hasSize(1);
            assertThat(engines.getFirst()).isNotSameAs(gpu);
            assertThat(engines.getFirst().identity()).contains("cpu");
        } finally {
            engines.forEach(ModelEngine::close);
        }
        assertThat(gpu.isClosed()).isTrue();
    }

    @Test
    void shouldRefuseInOneSentenceOtherwise() {
        assertThatThrownBy(() -> open(EngineKind.TENSORRT, false))
                .isInstanceOf(EngineUnavailable.class)
                .hasCauseInstanceOf(EngineFailure.class)
                .hasMessageContaining("an illegal memory access was encountered")
                .hasMessageContaining("percept.engine.fallback=cpu")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(". ");
        assertThat(gpu.isClosed()).isTrue();
    }

    @Test
    void shouldLetTheCpuTakeOverWhereAnEngineFailsWhileItOpens() {
        gpu.close();

        List<ModelEngine> engines = open(EngineKind.ONNXRUNTIME_TENSORRT, true, EnginesTest::unloadable);
        try {
            assertThat(engines).singleElement().satisfies(engine -> assertThat(engine.identity())
                    .contains("cpu"));
        } finally {
            engines.forEach(ModelEngine::close);
        }
    }

    @Test
    void shouldSayHowToGoOnWhereAnEngineFailsWhileItOpens() {
        gpu.close();

        assertThatThrownBy(() -> open(EngineKind.ONNXRUNTIME_TENSORRT, false, EnginesTest::unloadable))
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("libcudnn.so.9: cannot open shared object file")
                .hasMessageContaining("percept.engine.name=onnxruntime")
                .hasMessageContaining("percept.engine.fallback=cpu");
    }

    private static List<ModelEngine> unloadable() {
        throw new EngineFailure("libcudnn.so.9: cannot open shared object file", null);
    }

    @Test
    void shouldNotCallAFailureOfTheCpuOneOfAGpu() {
        assertThatThrownBy(() -> open(EngineKind.ONNXRUNTIME, true)).isInstanceOf(EngineFailure.class);
        assertThat(gpu.isClosed()).isTrue();
    }

    private List<ModelEngine> open(EngineKind kind, boolean fallBackToCpu) {
        return open(kind, fallBackToCpu, () -> List.of(gpu));
    }

    private List<ModelEngine> open(EngineKind kind, boolean fallBackToCpu, Supplier<List<ModelEngine>> chosen) {
        TensorRtSettings settings = TensorRtSettings.defaults(Path.of("unused"));
        EngineChoice choice = new EngineChoice(kind, fallBackToCpu, new CpuEngines(1, 0, false), settings);
        return Engines.open(bundle, choice, chosen, 1);
    }
}
