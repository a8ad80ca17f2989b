package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.engine.tensorrt.ProviderShapes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxTensorRtEngineTest {

    @Test
    void shouldKeepEnginesAndTimingsAndCoverAllShapes() {
        Map<String, String> options =
                OnnxTensorRtEngine.providerOptions(Path.of("cache"), ProviderShapes.encoder(TestBundle.bundle()));

        assertThat(options)
                .containsEntry("trt_engine_cache_enable", "1")
                .containsEntry("trt_engine_cache_path", "cache")
                .containsEntry("trt_timing_cache_enable", "1")
                .containsEntry("trt_profile_min_shapes", "pixel_values:1x3x160x160")
                .containsEntry("trt_profile_max_shapes", "pixel_values:16x3x160x160");
    }
}
