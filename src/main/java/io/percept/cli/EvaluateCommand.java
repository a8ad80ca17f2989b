package io.percept.cli;

import io.percept.cli.evaluation.Evaluation;
import io.percept.cli.evaluation.EvaluationReport;
import io.percept.engine.Bundle;
import io.percept.intake.enrichment.ModelRuntime;
import io.percept.worker.RestartOptions;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Figures of a bundle on a set of cases, through the same worker that serves. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Prints the figures of a bundle on a set of cases as one JSON object. A case that fails counts as wrong.")
final class EvaluateCommand implements Callable<Integer> {

    @Option(names = "--set", required = true, paramLabel = "DIR", description = "A folder with cases.jsonl and images.")
    private Path set;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Write what was said of each case, as JSON lines.")
    private Optional<Path> predictions = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as tables in Markdown as well.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Bundle bundle = model.load();
        try (ModelRuntime runtime = ModelRuntime.open(
                bundle,
                model.engine(),
                WorkerOptions.DEFAULT,
                RestartOptions.DEFAULT,
                Evaluation.LIMITS,
                WorkerListener.NONE)) {
            Evaluation evaluation = new Evaluation(runtime, set);
            Progress.run("Evaluating", evaluation.cases(), evaluation::ask, evaluation::hear);
            Map<String, Object> figures = evaluation.figures();
            evaluation.failures().forEach(command.commandLine().getErr()::println);
            command.commandLine().getErr().flush();
            if (predictions.isPresent()) {
                Files.write(predictions.get(), evaluation.predictions());
            }
            if (report.isPresent()) {
                String title = "%s %s (%s) on %s"
                        .formatted(
                                bundle.name(), bundle.version(), bundle.digest().substring(0, 12), set);
                Files.writeString(report.get(), new EvaluationReport(title, figures).markdown());
            }
            JsonMapper json = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            command.commandLine().getOut().println(json.writeValueAsString(figures));
            command.commandLine().getOut().flush();
        }
        return 0;
    }
}
