package io.percept.cli;

import io.percept.cli.progress.StepBar;
import io.percept.engine.Bundle;
import io.percept.engine.tensorrt.PlanCompiler;
import io.percept.engine.tensorrt.Precision;
import io.percept.engine.tensorrt.TensorRtRequirements;
import io.percept.engine.tensorrt.TensorRtSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds a bundle's TensorRT plans for the GPUs of this machine. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        description = {
            "Builds a bundle's TensorRT plans for the GPUs of this machine, in the batch sizes of its bundle.yaml.",
            "Plans that do not compute what the bundle's golden cases say are thrown away."
        })
final class CompileCommand implements Callable<Integer> {

    @Option(
            names = "--bundle",
            required = true,
            paramLabel = "DIR",
            description = "Model bundle, with its golden cases.")
    private Path directory;

    @Option(
            names = "--precision",
            split = ",",
            paramLabel = "NAME",
            converter = EngineSelection.PrecisionConverter.class,
            description = "fp32, bf16 or fp16, or several by commas. Default: fp32.")
    private List<Precision> precisions = new ArrayList<>();

    @Option(names = "--device", paramLabel = "N", description = "A GPU; may be given several times. Default: 0.")
    private List<Integer> devices = new ArrayList<>();

    @Option(
            names = "--plans",
            paramLabel = "DIR",
            description =
                    "Where the plans go. Default: where PERCEPT_ENGINE_TENSORRT_PLANS says, else plans where PERCEPT_ENGINE_CACHE says, else in .cache/percept of the home directory.")
    private Optional<Path> plans = Optional.empty();

    @Option(
            names = "--workspace",
            paramLabel = "MIB",
            description = "Most device memory of a layer, in MiB. Default: 4096.")
    private long workspace = TensorRtSettings.DEFAULT_WORKSPACE >> 20;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        // Before the bar begins: what is missing is said in one sentence and nothing else.
        new TensorRtRequirements().requireForBuilding();
        Bundle bundle = Bundle.load(directory);
        List<Precision> wanted = precisions.isEmpty() ? List.of(Precision.FP32) : precisions;
        for (int device : devices.isEmpty() ? List.of(0) : devices) {
            for (Precision precision : wanted) {
                compile(bundle, device, precision);
            }
        }
        return 0;
    }

    private void compile(Bundle bundle, int device, Precision precision) {
        TensorRtSettings settings = new TensorRtSettings(
                plans.orElseGet(CommandDirectories::plans), precision, List.of(device), false, true, workspace << 20);
        PlanCompiler.Compiled compiled;
        try (StepBar steps = new StepBar(bundle.name() + " " + precision, PlanCompiler.STEPS)) {
            compiled = new PlanCompiler(bundle, settings, device, steps::next).compile();
        }
        PrintWriter out = command.commandLine().getOut();
        out.printf("%s  %s%n", precision, compiled.directory());
        out.printf("%s  %s%n", " ".repeat(precision.key().length()), compiled.parity());
        out.flush();
    }
}
