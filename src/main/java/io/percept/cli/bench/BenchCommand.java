package io.percept.cli.bench;

import io.percept.engine.launch.CpuEngines;
import io.percept.intake.enrichment.ModelRuntime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the service against its bare engine and against a Python consumer, and reports. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the service, side by side in one run, against its bare engine and a Python consumer.",
            "Takes an hour or two on a quiet machine; docs/performance.md says what each number is."
        })
public final class BenchCommand implements Callable<Integer> {

    @Option(names = "--report", description = "Measure nothing: print the table of the last run.")
    private boolean report;

    @Option(names = "--quick", description = "Only see whether everything works. Its numbers mean nothing.")
    private boolean quick;

    @Option(names = "--table-only", description = "Leave out the mixes that no row of the table needs.")
    private boolean tableOnly;

    @Option(
            names = "--profile",
            description = "Measure only what the cores' time goes to, and print it. Leaves the last run as it is.")
    private boolean profile;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the report. Default: docs; target/bench for --quick.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--bundle", paramLabel = "DIR", description = "Model bundle. Default: percept-tiny of the jar.")
    private Optional<Path> bundle = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of every engine. Default: one per core.")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "Python with kafka, PIL, numpy and onnxruntime. Default: python3.")
    private String python = "python3";

    @Option(names = "--peers", paramLabel = "DIR", description = "The peers. Default: model-worker/bench/peers.")
    private Path peers = Path.of("model-worker", "bench", "peers");

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "Where composed pictures are kept. Default: .cache/percept/bench.")
    private Path pictures = ModelRuntime.defaultCache().resolve("bench");

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each comparison. Default: 5.")
    private Optional<Integer> rounds = Optional.empty();

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Events of a small backlog; the large one has 100 times as many. Default: 1000.")
    private Optional<Integer> backlog = Optional.empty();

    @Option(
            names = "--memory-seconds",
            paramLabel = "S",
            description = "Steady work while memory is watched. Default: 600.")
    private Optional<Double> memorySeconds = Optional.empty();

    @Option(
            names = "--soak",
            paramLabel = "FILE",
            description = "Take the row of memory from the soak.csv of a soak. Default: a shorter run of its own.")
    private Optional<Path> soak = Optional.empty();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (profile && report) {
            throw new ParameterException(
                    command.commandLine(),
                    "Give either --profile, which measures, or --report, which prints the table of the last run.");
        }
        Path folder = out.orElse(quick ? Path.of("target", "bench") : Path.of("docs"));
        PrintWriter printer = command.commandLine().getOut();
        if (profile) {
            printer.println(BenchReport.profiles(measured(soFar -> {}, BenchRun::profile)));
        } else {
            printer.println(report ? BenchFiles.report(folder) : measure(folder));
        }
        printer.flush();
        return 0;
    }

    private String measure(Path folder) throws IOException {
        BenchFiles.write(folder, measured(soFar -> BenchFiles.keep(folder, soFar), BenchRun::run));
        return BenchFiles.report(folder);
    }

    private <T> T measured(Consumer<BenchResult> kept, Function<BenchRun, T> what) throws IOException {
        Machine machine = Machine.here();
        Optional<MemoryWatch> soaked =
                soak.isPresent() ? Optional.of(MemoryWatch.ofSoak(soak.get())) : Optional.empty();
        PrintWriter progress = command.commandLine().getErr();
        if (!quick && !machine.quiet()) {
            progress.printf("The machine is not quiet (load %.2f); the report will say so.%n", machine.load());
        }
        Python peer = new Python(python, peers);
        Optional<String> missing = peer.missing();
        int count = threads.orElseGet(CpuEngines.defaults()::threads);
        Path directory = Files.createTempDirectory("percept-bench");
        try (Arena arena = Arena.open(
                bundle,
                new PictureFolder(pictures),
                missing.isPresent() ? Optional.empty() : Optional.of(peer),
                directory,
                count,
                scale())) {
            String named = missing.map(reason -> "none, " + reason).orElseGet(peer::versions);
            Consumer<String> line = step -> {
                progress.println(step);
                progress.flush();
            };
            missing.ifPresent(reason -> line.accept("Python does not take part: " + reason));
            return what.apply(new BenchRun(arena, machine, named, soaked, line, kept));
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private Scale scale() {
        Scale scale = quick ? Scale.QUICK : Scale.FULL;
        scale = tableOnly ? scale.withTableOnly() : scale;
        scale = scale.withRounds(rounds.orElse(scale.rounds()));
        scale = scale.withBacklog(backlog.orElse(scale.backlog()));
        return scale.withMemorySeconds(memorySeconds.orElse(scale.memorySeconds()));
    }
}
