package io.percept.cli;

import io.percept.engine.Bundle;
import io.percept.engine.EngineSpeed;
import io.percept.engine.ModelEngine;
import io.percept.engine.Tolerance;
import io.percept.engine.golden.BatchInvariance;
import io.percept.engine.golden.GoldenSet;
import io.percept.engine.golden.Parity;
import io.percept.engine.launch.EngineChoice;
import io.percept.engine.launch.EngineKind;
import io.percept.engine.launch.Engines;
import io.percept.engine.onnx.GraphProblem;
import io.percept.engine.tensorrt.GraphSource;
import io.percept.engine.tensorrt.Precision;
import io.percept.engine.tensorrt.ProfileCheck;
import io.percept.worker.ModelWorker;
import io.percept.worker.WorkerOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after model bundles. */
@Command(name = "bundle", mixinStandardHelpOptions = true, description = "Looks after model bundles.")
final class BundleCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getErr());
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Checks the description, the digest of every file, that TensorRT could build the graphs (without needing it),",
                "and that an engine computes what the golden cases say, the same alone as in a batch."
            })
    int verify(
            @Parameters(paramLabel = "DIR", description = "The bundle.") Path directory,
            @Mixin EngineSelection engine) {
        PrintWriter out = command.commandLine().getOut();
        Bundle bundle = engine.of(Bundle.load(directory));
        out.printf("description  ok  %s %s, contract %d%n", bundle.name(), bundle.version(), Bundle.CONTRACT);
        out.printf("digests      ok  %s%n", bundle.digest());
        boolean buildable = graphs(bundle, out);
        GoldenSet golden = GoldenSet.load(bundle);
        EngineChoice choice = engine.choice();
        try (ModelEngine opened = open(bundle, choice)) {
            out.printf("engine       ok  %s%n", opened.identity());
            Parity parity = Parity.check(bundle, golden, opened, tolerance(bundle, choice));
            out.printf("golden       %s  %s%n", parity.agrees() ? "ok" : "no", parity);
            parity.failures().forEach(failure -> out.printf("                 %s%n", failure));
            BatchInvariance invariance = BatchInvariance.check(bundle, golden, opened);
            out.printf("batches      %s  %s%n", invariance.holds() ? "ok" : "no", invariance);
            out.flush();
            return buildable && parity.agrees() && invariance.holds() ? 0 : 1;
        }
    }

    @Command(
            name = "speed",
            mixinStandardHelpOptions = true,
            description = {
                "Times an engine with a bundle, call by call, without the worker: on a CPU one of those that share it,",
                "so --engines=1 for one that has all threads."
            })
    int speed(
            @Parameters(paramLabel = "DIR", description = "The bundle.") Path directory,
            @Mixin EngineSelection engine,
            @Option(names = "--seconds", paramLabel = "S", description = "Time for each batch size. Default: 2.")
                    double seconds) {
        PrintWriter out = command.commandLine().getOut();
        Bundle bundle = engine.of(Bundle.load(directory));
        Duration each = Duration.ofMillis((long) ((seconds > 0 ? seconds : 2) * 1000));
        try (ModelEngine opened = open(bundle, engine.choice())) {
            out.println(opened.identity());
            out.printf("%-8s %6s %12s %12s%n", "call", "batch", "median ms", "per second");
            for (EngineSpeed.Row row : new EngineSpeed(bundle, opened, each).measure()) {
                out.printf("%-8s %6d %12.3f %12.0f%n", row.call(), row.batch(), row.medianMillis(), row.perSecond());
                out.flush();
            }
        }
        return 0;
    }

    /** What TensorRT would say, for every precision; no GPU is needed for it. */
    private static boolean graphs(Bundle bundle, PrintWriter out) {
        for (Precision precision : Precision.values()) {
            GraphSource.of(bundle, Bundle.ENCODER, precision);
            GraphSource.of(bundle, Bundle.DECODER, precision);
        }
        WorkerOptions limits = WorkerOptions.DEFAULT;
        List<GraphProblem> problems =
                ProfileCheck.of(bundle, limits.encoderBatch(), limits.prefillRows(), limits.rows());
        out.printf("graphs       %s  for TensorRT 10 in fp32, bf16 and fp16%n", problems.isEmpty() ? "ok" : "no");
        problems.forEach(problem -> out.printf("                 %s%n", problem));
        return problems.isEmpty();
    }

    private static ModelEngine open(Bundle bundle, EngineChoice choice) {
        return Engines.openOne(bundle, choice, ModelWorker.cacheDemand(bundle, WorkerOptions.DEFAULT), 0);
    }

    private static Tolerance tolerance(Bundle bundle, EngineChoice choice) {
        return choice.kind() == EngineKind.TENSORRT
                ? choice.tensorRt().precision().tolerance()
                : bundle.variant().tolerance();
    }
}
