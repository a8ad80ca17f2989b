package io.percept.cli;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutcome;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.ResultCodec;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Enriches images from files, directories and addresses, and prints what is seen. */
@Command(
        name = "enrich",
        mixinStandardHelpOptions = true,
        description = {
            "Captions, answers, boxes and moderation of images; 1 as exit status where one",
            "failed, or a task of one."
        },
        footer = {
            "",
            "Images are fetched and decoded by percept.resolve.* and percept.vision.*, the",
            "keys of the service, from environment variables or system properties:",
            "  PERCEPT_RESOLVE_FETCH_ALLOW=a.example java -jar percept.jar enrich ...",
            "  java -Dpercept.resolve.fetch.allow=a.example -jar percept.jar enrich ..."
        })
final class EnrichCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE|URL|DIR", description = "Images, or directories of them.")
    private List<String> names;

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "TASK",
            defaultValue = "caption,moderate",
            description = "caption, describe, ground, moderate, alt_text. Default: ${DEFAULT-VALUE}.")
    private List<String> kinds;

    @Option(names = "--ask", paramLabel = "QUESTION", description = "A question to answer; may be repeated.")
    private List<String> questions = List.of();

    @Option(names = "--find", paramLabel = "PHRASE", description = "Something to find; may be repeated.")
    private List<String> phrases = List.of();

    @Option(names = "--json", description = "One result in JSON per line.")
    private boolean json;

    @Option(names = "--policy", paramLabel = "FILE", description = "Moderation policy named 'default'.")
    private List<Path> policies = List.of();

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        List<String> inputs = Inputs.expand(names);
        List<Task> tasks = tasks();
        boolean[] failed = new boolean[1];
        ResultTable table = new ResultTable(command.commandLine().getOut());
        try (LocalEnrichment local = new LocalEnrichment(model, policies)) {
            Progress.run("Enriching", inputs, name -> enrich(local, name, tasks), (name, result) -> {
                failed[0] |= failed(result);
                if (json) {
                    printJson(name, result);
                } else {
                    table.print(name, result);
                }
            });
        }
        return failed[0] ? 1 : 0;
    }

    /** Whether the image, or one of the tasks on it, was not done. */
    private static boolean failed(CompletableFuture<EnrichmentResult> result) {
        return result.isCompletedExceptionally()
                || result.join().outcomes().stream().anyMatch(TaskOutcome.Failed.class::isInstance);
    }

    private static CompletableFuture<EnrichmentResult> enrich(LocalEnrichment local, String name, List<Task> tasks) {
        try {
            Segment image = new Segment.Image(Inputs.source(name, local.limits()), "");
            return local.enricher()
                    .enrich(new ImageEvent(
                            name,
                            "/cli",
                            Instant.now(),
                            List.of(image),
                            tasks,
                            Optional.empty(),
                            0,
                            Optional.empty(),
                            Map.of(),
                            false));
        } catch (PerceptException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        for (String kind : kinds) {
            tasks.add(
                    switch (kind.strip()) {
                        case "caption" -> new Task.Caption(kind, TaskOptions.NONE);
                        case "describe" -> new Task.Describe(kind, TaskOptions.NONE);
                        case "ground" -> new Task.Ground(kind, Optional.empty(), TaskOptions.NONE);
                        case "alt_text" -> new Task.AltText(
                                kind, List.of(), Task.AltText.DEFAULT_LENGTH, Optional.empty(), TaskOptions.NONE);
                        case "moderate" -> new Task.Moderate(kind, List.of(), TaskOptions.NONE);
                        default -> throw new IllegalArgumentException(
                                "Unknown task '" + kind
                                        + "': use caption, describe, ground, moderate or alt_text; --ask and --find for the others.");
                    });
        }
        questions.forEach(question -> tasks.add(new Task.Answer(question, question, TaskOptions.NONE)));
        phrases.forEach(phrase -> tasks.add(new Task.Ground(phrase, Optional.of(phrase), TaskOptions.NONE)));
        return tasks;
    }

    private void printJson(String name, CompletableFuture<EnrichmentResult> result) {
        PrintWriter out = command.commandLine().getOut();
        if (result.isCompletedExceptionally()) {
            PerceptException failure = PerceptException.of(result.exceptionNow());
            Map<String, Object> error = Map.of("code", failure.code().name(), "message", failure.getMessage());
            out.println(JsonMapper.shared().writeValueAsString(Map.of("eventId", name, "error", error)));
        } else {
            out.println(new String(ResultCodec.write(result.join(), Encoding.JSON), StandardCharsets.UTF_8));
        }
        out.flush();
    }
}
