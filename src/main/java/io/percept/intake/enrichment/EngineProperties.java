package io.percept.intake.enrichment;

import io.percept.engine.launch.CpuEngines;
import io.percept.engine.launch.EngineChoice;
import io.percept.engine.launch.EngineKind;
import io.percept.engine.tensorrt.Precision;
import io.percept.engine.tensorrt.TensorRtSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Which engine runs, and how it uses the machine. docs/gpu.md says what the engines on a GPU need.
 *
 * @param name {@code onnxruntime} on the CPU, {@code tensorrt}, or {@code onnxruntime-tensorrt}, which is slower in decoding. An
 *     engine that cannot run here stops the start with what is missing. Default onnxruntime
 * @param fallback {@code none}, or {@code cpu}: the CPU takes over, with a warning, where the engine cannot run. A service that
 *     counts on a GPU is then many times slower than expected. Default none
 * @param variant graphs of the bundle in another precision, such as {@code int8}, on the CPU only: faster, and a little off; see
 *     docs/precision.md. A name that the bundle does not have stops the start with those that it has. Default none: the bundle's
 *     standard
 * @param threads threads of the CPU that compute at once; more than the cores slows everything down. 0: one per core. Default 0
 * @param engines engines on the CPU that share these threads, each with work of its own, and with weights of its own where it has several; fewer share out
 *     every operator instead, which a small model does badly. 0: one per thread and at most 8, but a single one for a bundle whose
 *     graphs are over 256 MB. Default 0
 * @param spinning whether idle engine threads wait actively; only where the engine has the cores for itself. Default
 *     false
 * @param cache directory to which the jar's bundle is unpacked, because engines read files. Default
 *     {@code .cache/percept} in the home directory
 * @param tensorrt of the engines on a GPU
 */
@Validated
@ConfigurationProperties("percept.engine")
public record EngineProperties(
        @DefaultValue("onnxruntime") @NotNull EngineKind name,
        @DefaultValue("none") @NotNull Fallback fallback,
        @DefaultValue("") @NotNull String variant,
        @DefaultValue("0") @Min(0) int threads,
        @DefaultValue("0") @Min(0) int engines,
        @DefaultValue("false") boolean spinning,
        Path cache,
        @DefaultValue @Valid TensorRt tensorrt) {

    /** What happens where the engine cannot run. */
    public enum Fallback {
        NONE,
        CPU
    }

    /**
     * @param plans directory of the plans that {@code percept compile} makes. Default {@code plans} in the cache directory
     * @param precision {@code fp32}, {@code bf16} or {@code fp16}: what products are computed and the cache is kept in; norms and
     *     softmax are always single. Default fp32
     * @param devices ordinals of the GPUs; each holds the whole model and has a worker of its own. Default 0
     * @param buildOnStart whether a plan that is missing is built at the start, which takes minutes; the service is not ready until
     *     then. {@code onnxruntime-tensorrt} builds in any case, with a warning. Default false: the start stops and says which command to
     *     run
     * @param graphs whether steps are recorded as CUDA graphs. Default true
     * @param workspace most device memory that a layer may use while a plan is built. Default 4 GB
     */
    public record TensorRt(
            Path plans,
            @DefaultValue("fp32") @NotNull Precision precision,
            @DefaultValue("0") @NotEmpty List<@Min(0) Integer> devices,
            @DefaultValue("false") boolean buildOnStart,
            @DefaultValue("true") boolean graphs,
            @DefaultValue("4GB") @NotNull DataSize workspace) {}

    EngineChoice choice() {
        int count = threads == 0 ? CpuEngines.defaults().threads() : threads;
        TensorRtSettings settings = new TensorRtSettings(
                tensorrt.plans() == null ? cacheDirectory().resolve("plans") : tensorrt.plans(),
                tensorrt.precision(),
                tensorrt.devices(),
                tensorrt.buildOnStart(),
                tensorrt.graphs(),
                tensorrt.workspace().toBytes());
        return new EngineChoice(name, fallback == Fallback.CPU, new CpuEngines(count, engines, spinning), settings);
    }

    Path cacheDirectory() {
        return cache == null ? ModelRuntime.defaultCache() : cache;
    }
}
