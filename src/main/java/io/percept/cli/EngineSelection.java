package io.percept.cli;

import io.percept.engine.Bundle;
import io.percept.engine.launch.CpuEngines;
import io.percept.engine.launch.EngineChoice;
import io.percept.engine.launch.EngineKind;
import io.percept.engine.tensorrt.Precision;
import io.percept.engine.tensorrt.TensorRtSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Which engine a command runs a model in. */
final class EngineSelection {

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            converter = KindConverter.class,
            description = "onnxruntime, tensorrt or onnxruntime-tensorrt. Default: onnxruntime, on the CPU.")
    private EngineKind engine = EngineKind.ONNXRUNTIME;

    @Option(
            names = "--fallback",
            paramLabel = "cpu",
            description = "Go on with the CPU, with a warning, where the engine cannot run.")
    private Optional<String> fallback = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the CPU. Default: one per core.")
    private int threads;

    @Option(
            names = "--engines",
            paramLabel = "N",
            description = "Engines that share the threads of the CPU. Default: one per thread, one for a large bundle.")
    private int engines;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            converter = PrecisionConverter.class,
            description = "On a GPU: fp32, bf16 or fp16. Default: fp32.")
    private Precision precision = Precision.FP32;

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description =
                    "On the CPU: graphs in another precision that the bundle has, such as int8. Default: the standard.")
    private String variant = "";

    @Option(names = "--device", paramLabel = "N", description = "A GPU; may be given several times. Default: 0.")
    private List<Integer> devices = new ArrayList<>();

    @Option(
            names = "--plans",
            paramLabel = "DIR",
            description =
                    "Where the plans of GPUs are. Default: where PERCEPT_ENGINE_TENSORRT_PLANS says, else plans where PERCEPT_ENGINE_CACHE says, else in .cache/percept of the home directory.")
    private Optional<Path> plans = Optional.empty();

    /** Reads an engine's name. */
    static final class KindConverter implements ITypeConverter<EngineKind> {

        @Override
        public EngineKind convert(String value) {
            return EngineKind.of(value);
        }
    }

    /** Reads the name of a precision. */
    static final class PrecisionConverter implements ITypeConverter<Precision> {

        @Override
        public Precision convert(String value) {
            return Precision.valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    EngineChoice choice() {
        if (fallback.isPresent() && !fallback.get().equals("cpu")) {
            throw new IllegalArgumentException("--fallback can be cpu only, not " + fallback.get());
        }
        CpuEngines defaults = CpuEngines.defaults();
        CpuEngines cpu = new CpuEngines(threads > 0 ? threads : defaults.threads(), engines, defaults.spinning());
        return new EngineChoice(engine, fallback.isPresent(), cpu, tensorRt());
    }

    /** The bundle with the graphs that were chosen. */
    Bundle of(Bundle bundle) {
        return bundle.with(variant);
    }

    TensorRtSettings tensorRt() {
        TensorRtSettings defaults = TensorRtSettings.defaults(CommandDirectories.bundles());
        return new TensorRtSettings(
                plans.orElseGet(CommandDirectories::plans),
                precision,
                devices.isEmpty() ? defaults.devices() : devices,
                defaults.buildOnStart(),
                defaults.graphs(),
                defaults.workspaceBytes());
    }
}
