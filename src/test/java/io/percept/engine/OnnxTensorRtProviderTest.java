package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.percept.engine.tensorrt.ProviderShapes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTensorRtProviderTest {

    @TempDir
    Path directory;

    @Test
    void shouldNotBlameTheGraphForAProviderThatCannotBeLoaded() {
        assumeFalse(OnnxTensorRtProvider.available(), "a build with -Pgpu has the provider");
        Bundle bundle = TestBundle.bundle();

        assertThatThrownBy(() -> OnnxTensorRtProvider.open(
                        bundle,
                        new EngineOptions(1, false),
                        0,
                        directory,
                        ProviderShapes.encoder(bundle),
                        ProviderShapes.decoder(bundle)))
                .isInstanceOf(EngineFailure.class)
                .hasMessageStartingWith("the TensorRT provider of the ONNX Runtime cannot load the bundle's graphs: ")
                .hasMessageNotContaining(Bundle.ENCODER)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldKeepEnginesAndTimingsAndCoverAllShapes() {
        Map<String, String> options =
                OnnxTensorRtProvider.providerOptions(Path.of("cache"), ProviderShapes.encoder(TestBundle.bundle()));

        assertThat(options)
                .containsEntry("trt_engine_cache_enable", "1")
                .containsEntry("trt_engine_cache_path", "cache")
                .containsEntry("trt_timing_cache_enable", "1")
                .containsEntry("trt_profile_min_shapes", "pixel_values:1x3x160x160")
                .containsEntry("trt_profile_max_shapes", "pixel_values:16x3x160x160");
    }
}
