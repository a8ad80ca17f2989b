package io.percept.engine.launch;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The engines that a bundle can run in. */
public enum EngineKind {
    /** DJL's {@code OnnxRuntime} on the CPU: the embedded default and the reference. */
    ONNXRUNTIME("onnxruntime"),
    /** Our own DJL engine {@code TensorRT}, with the cache in device memory. */
    TENSORRT("tensorrt"),
    /** DJL's {@code OnnxRuntime} with the TensorRT provider; slower in decoding. */
    ONNXRUNTIME_TENSORRT("onnxruntime-tensorrt");

    private final String key;

    EngineKind(String key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException naming the engines that there are */
    public static EngineKind of(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no engine " + key + "; name one of "
                        + Arrays.stream(values()).map(EngineKind::toString).collect(Collectors.joining(", "))));
    }

    /** As configuration and command line have it. */
    @Override
    public String toString() {
        return key;
    }
}
