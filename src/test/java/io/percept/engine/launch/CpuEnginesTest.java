package io.percept.engine.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.EngineOptions;
import io.percept.engine.ModelEngine;
import io.percept.engine.TestBundle;
import io.percept.engine.tensorrt.TensorRtSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuEnginesTest {

    private final Bundle bundle = TestBundle.bundle();

    @Test
    void shouldGiveEachThreadAnEngine() {
        CpuEngines cpu = new CpuEngines(3, 0, false);

        assertThat(cpu.count(bundle)).isEqualTo(3);
        assertThat(cpu.each(bundle)).isEqualTo(new EngineOptions(1, false));
    }

    @Test
    void shouldShareManyThreadsAmongEightEngines() {
        CpuEngines cpu = new CpuEngines(32, 0, false);

        assertThat(cpu.count(bundle)).isEqualTo(8);
        assertThat(cpu.each(bundle)).isEqualTo(new EngineOptions(4, false));
    }

    @Test
    void shouldShareOutTheOperatorsOfALargeBundle(@TempDir Path directory) throws IOException {
        for (String graph : List.of("encoder.onnx", "decoder.onnx")) {
            try (RandomAccessFile file =
                    new RandomAccessFile(directory.resolve(graph).toFile(), "rw")) {
                file.setLength(200L << 20);
            }
        }

        assertThat(new CpuEngines(4, 0, false).count(TestBundle.in(directory))).isEqualTo(1);
        assertThat(new CpuEngines(4, 2, false).count(TestBundle.in(directory))).isEqualTo(2);
    }

    @Test
    void shouldSayWhatToChangeWhereThereAreMoreEnginesThanThreads() {
        assertThatThrownBy(() -> new CpuEngines(2, 3, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("3 engines", "2 threads", "percept.engine.engines", "percept.engine.threads");
    }

    @Test
    void shouldOpenOneMoreLikeTheOthers(@TempDir Path directory) {
        EngineChoice choice = new EngineChoice(
                EngineKind.ONNXRUNTIME, false, new CpuEngines(2, 0, false), TensorRtSettings.defaults(directory));
        CacheDemand none = new CacheDemand(List.of());
        List<ModelEngine> engines = Engines.open(bundle, choice, none);
        ModelEngine another = Engines.openOne(bundle, choice, none, 1);
        try {
            assertThat(engines).hasSize(2);
            assertThat(another.identity())
                    .isEqualTo(engines.getLast().identity())
                    .contains("cpu x1");
        } finally {
            engines.forEach(ModelEngine::close);
            another.close();
        }
    }
}
