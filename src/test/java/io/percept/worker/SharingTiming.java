package io.percept.worker;

import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import io.percept.engine.OnnxEngine;
import io.percept.engine.Tokenizer;
import io.percept.prompt.Document;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TokenLimits;
import io.percept.prompt.WorkedExample;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Times what sharing saves, one event after another, each with an image that was never seen: {@code SharingTiming BUNDLE
 * ROUNDS}. The kinds take turns, so that a machine that is busy now and then is so for all of them. Prints medians.
 */
public final class SharingTiming {

    private final Bundle bundle;
    private final TaskPlanner planner;
    private final TaskRunner runner;
    private final Random random = new Random(1);

    private SharingTiming(Bundle bundle, TaskPlanner planner, TaskRunner runner) {
        this.bundle = bundle;
        this.planner = planner;
        this.runner = runner;
    }

    public static void main(String[] args) {
        Bundle bundle = Bundle.load(Path.of(args[0]));
        try (OnnxEngine engine = OnnxEngine.open(bundle, new EngineOptions(2, false));
                Tokenizer tokenizer = new Tokenizer(bundle);
                ModelWorker worker = new ModelWorker(
                        bundle, engine.encoder(), engine.decoder(), WorkerOptions.DEFAULT, WorkerListener.NONE)) {
            TaskPlanner planner = new TaskPlanner(bundle, tokenizer, TokenLimits.DEFAULT);
            new SharingTiming(bundle, planner, new TaskRunner(worker)).run(Integer.parseInt(args[1]));
        }
    }

    private void run(int rounds) {
        List<WorkedExample> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            four.add(new WorkedExample(Document.of(image()), i % 2 == 0 ? "dax" : "wug"));
        }
        Map<String, Supplier<TaskInputs>> inputs = new LinkedHashMap<>();
        Map<String, Task> tasks = new LinkedHashMap<>();
        add(inputs, tasks, "one label", moderate(List.of("hate")), this::alone);
        add(inputs, tasks, "nine labels", moderate(List.of()), this::alone);
        add(inputs, tasks, "choice", choice(), this::alone);
        add(inputs, tasks, "choice, 4 known examples", choice(), () -> alone().withExamples(four));
        add(inputs, tasks, "choice, 4 new examples", choice(), () -> alone().withExamples(fresh()));
        add(inputs, tasks, "16 tokens, greedy", caption(new Decoding.Greedy()), this::alone);
        add(inputs, tasks, "16 tokens, 5 beams", caption(new Decoding.Beam(5, 1)), this::alone);
        Map<String, double[]> millis = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String name : tasks.keySet()) {
                TaskInputs given = inputs.get(name).get();
                long start = System.nanoTime();
                runner.run(List.of(planner.plan(given, tasks.get(name))), Urgency.NORMAL).stream()
                        .forEach(CompletableFuture::join);
                millis.computeIfAbsent(name, any -> new double[rounds])[round] = (System.nanoTime() - start) / 1e6;
            }
        }
        millis.forEach((name, values) -> {
            // The first half warms the compiler up.
            double[] warm = Arrays.copyOfRange(values, values.length / 2, values.length);
            Arrays.sort(warm);
            System.out.printf("%-26s median %6.2f ms, best %6.2f ms%n", name, warm[warm.length / 2], warm[0]);
        });
    }

    private static void add(
            Map<String, Supplier<TaskInputs>> inputs,
            Map<String, Task> tasks,
            String name,
            Task task,
            Supplier<TaskInputs> given) {
        inputs.put(name, given);
        tasks.put(name, task);
    }

    private static Task moderate(List<String> labels) {
        return new Task.Moderate("m", labels, TaskOptions.NONE);
    }

    private static Task choice() {
        List<Candidate> names = List.of(new Candidate.Text("dax"), new Candidate.Text("wug"));
        return new Task.Choose("c", "what is this called?", names, TaskOptions.NONE);
    }

    private static Task caption(Decoding.Strategy strategy) {
        Decoding decoding = new Decoding(strategy, 0, 16, List.of());
        return new Task.Caption("c", TaskOptions.NONE.withMaxTokens(16).withDecoding(decoding));
    }

    private TaskInputs alone() {
        return TaskInputs.of(Document.of(image()));
    }

    private List<WorkedExample> fresh() {
        List<WorkedExample> examples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            examples.add(new WorkedExample(Document.of(image()), i % 2 == 0 ? "dax" : "wug"));
        }
        return examples;
    }

    private PreparedImage image() {
        byte[] rgb = new byte[3 * bundle.image().size() * bundle.image().size()];
        random.nextBytes(rgb);
        return new PreparedImage(ContentDigest.of(rgb), ImageFormat.PNG, 160, 160, rgb);
    }
}
