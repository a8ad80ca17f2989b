package io.percept.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The second road to TensorRT: DJL's {@code OnnxRuntime} engine with the TensorRT execution provider. It needs none of our
 * bindings, and it is slower in decoding, because the cache lies in the host's memory and crosses the bus at every step. Single
 * precision only.
 */
public final class OnnxTensorRtProvider {

    /**
     * Shapes of a graph's inputs in the provider's notation, {@code input_ids:1x1,past_length:1}.
     *
     * @param min least
     * @param opt what TensorRT tunes for
     * @param max most
     */
    public record Shapes(String min, String opt, String max) {}

    private record Setup(EngineOptions options, int device, Path cache, Shapes shapes) implements OnnxSession.Setup {

        @Override
        public void apply(SessionOptions session) throws OrtException {
            new CpuSetup(options).apply(session);
            // What TensorRT does not take would otherwise go to the CPU, in silence.
            session.addConfigEntry("session.disable_cpu_ep_fallback", "1");
            try (OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(device)) {
                for (Map.Entry<String, String> option :
                        providerOptions(cache, shapes).entrySet()) {
                    provider.add(option.getKey(), option.getValue());
                }
                session.addTensorrt(provider);
            }
        }
    }

    private OnnxTensorRtProvider() {}

    /** Whether the ONNX Runtime of this build has the provider. */
    public static boolean available() {
        EnvironmentHold.take();
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.TENSOR_RT);
    }

    /**
     * Opens a bundle. The first time takes minutes, since TensorRT builds the graphs; its engines are kept in the cache.
     *
     * @param device ordinal of the GPU
     * @param cache directory of TensorRT's engines and timings
     * @throws EngineFailure if the provider, or a library that it needs, cannot be loaded, or the provider does not take the bundle's graphs
     *     as a whole
     */
    public static ModelEngine open(
            Bundle bundle, EngineOptions options, int device, Path cache, Shapes encoder, Shapes decoder) {
        try {
            return OnnxEngine.open(
                            bundle,
                            new Setup(options, device, cache, encoder),
                            new Setup(options, device, cache, decoder),
                            "TensorRT provider gpu " + device,
                            1)
                    .getFirst();
        } catch (BundleException e) {
            throw e.getCause() instanceof OrtException reason ? failure(reason) : e;
        }
    }

    /** The provider is loaded with the first graph, so what it lacks comes as a fault of that; but the CPU runs the same file. */
    private static EngineFailure failure(OrtException reason) {
        String said = String.valueOf(reason.getMessage()).strip().replaceAll("\\s+", " ");
        return new EngineFailure(
                "the TensorRT provider of the ONNX Runtime cannot load the bundle's graphs: " + said, reason);
    }

    /** The provider's options; see https://onnxruntime.ai/docs/execution-providers/TensorRT-ExecutionProvider.html. */
    static Map<String, String> providerOptions(Path cache, Shapes shapes) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("trt_engine_cache_enable", "1");
        options.put("trt_engine_cache_path", cache.toString());
        options.put("trt_timing_cache_enable", "1");
        options.put("trt_timing_cache_path", cache.toString());
        options.put("trt_profile_min_shapes", shapes.min());
        options.put("trt_profile_opt_shapes", shapes.opt());
        options.put("trt_profile_max_shapes", shapes.max());
        return options;
    }
}
