package io.percept.engine.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.tensorrt.TensorRtSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said before the ONNX Runtime's TensorRT provider builds its engines. */
class ProviderCacheTest {

    private final Bundle bundle = TestBundle.bundle();

    @TempDir
    Path directory;

    private ProviderCache cache;

    @BeforeEach
    void make() {
        cache = ProviderCache.of(bundle, TensorRtSettings.defaults(directory));
        cache.make();
    }

    @Test
    void shouldSayThatItBuildsAndForHowLongWhereNoEngineIsThere() {
        assertThat(cache.notice().orElseThrow())
                .contains("takes minutes")
                .contains(cache.directory().toString());
    }

    @Test
    void shouldSaySoWhereABuildWasCutOff() throws IOException {
        add("TensorrtExecutionProvider_TRTKernel_graph_encoder_1_0_sm90.engine");
        add("TensorrtExecutionProvider_cache_sm90.timing");

        assertThat(cache.notice()).isPresent();
    }

    @Test
    void shouldSayNothingWhereTheEnginesAreThere() throws IOException {
        add("TensorrtExecutionProvider_TRTKernel_graph_encoder_1_0_sm90.engine");
        add("TensorrtExecutionProvider_TRTKernel_graph_decoder_2_0_sm90.engine");

        assertThat(cache.notice()).isEmpty();
    }

    @Test
    void shouldKeepTheEnginesOfEachBundleApart() {
        assertThat(cache.directory().getFileName().toString())
                .isEqualTo("onnxruntime-" + bundle.digest().substring(0, 16));
        assertThat(cache.directory()).isDirectory();
    }

    private void add(String file) throws IOException {
        Files.createFile(cache.directory().resolve(file));
    }
}
