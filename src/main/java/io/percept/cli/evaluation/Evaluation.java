package io.percept.cli.evaluation;

import io.percept.engine.Bundle;
import io.percept.intake.ModelRuntime;
import io.percept.prompt.TokenLimits;
import io.percept.vision.ImagePreprocessor;
import io.percept.worker.ModelWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** One set of cases put to one model. Cases may be asked at once; they are heard one by one, in order. */
public final class Evaluation {

    /** As many tokens as the Python command allows for each task, so that both see the same answers. */
    public static final TokenLimits LIMITS = new TokenLimits(96, 96, 96, 96);

    private final CaseRunner runner;
    private final List<EvaluationCase> cases;
    private final Figures figures;
    private final List<String> predictions = new ArrayList<>();

    /** @throws IllegalArgumentException naming the file where the set is not of the form */
    public Evaluation(ModelRuntime model, Path set) throws IOException {
        ImagePreprocessor preprocessor = new ImagePreprocessor(ModelWorker.imageSpec(model.bundle()));
        CaseTasks tasks =
                new CaseTasks(set, preprocessor, model.bundle().moderation().questions());
        this.runner = new CaseRunner(tasks, model.planner(), model.runner());
        this.cases = EvaluationCase.read(set);
        this.figures = new Figures(plurals(model.bundle()));
    }

    public List<EvaluationCase> cases() {
        return cases;
    }

    public CompletableFuture<Said> ask(EvaluationCase asked) {
        return runner.run(asked);
    }

    /** @throws IllegalArgumentException naming the case where it could not be asked */
    public void hear(EvaluationCase asked, CompletableFuture<Said> answer) {
        if (answer.isCompletedExceptionally()) {
            throw new IllegalArgumentException(
                    "Case " + asked.id() + " failed: " + answer.exceptionNow().getMessage(), answer.exceptionNow());
        }
        Said said = answer.join();
        figures.add(asked, said);
        Map<String, Object> prediction = new LinkedHashMap<>();
        prediction.put("id", asked.id());
        switch (said) {
            case Said.Text text -> prediction.put("text", text.text());
            case Said.Boxes boxes -> prediction.put(
                    "boxes",
                    boxes.boxes().stream()
                            .map(box -> List.of(box.x1(), box.y1(), box.x2(), box.y2()))
                            .toList());
            case Said.Scores scores -> prediction.put("scores", scores.byLabel());
            case Said.Choice choice -> prediction.put("choice", choice.index());
        }
        predictions.add(JsonMapper.shared().writeValueAsString(prediction));
    }

    /** Of the cases that were heard; see {@link Figures#summary()}. */
    public Map<String, Object> figures() {
        return figures.summary();
    }

    /** What was said of each case, one JSON object each. */
    public List<String> predictions() {
        return predictions;
    }

    private static Map<String, String> plurals(Bundle bundle) throws IOException {
        Map<?, ?> description = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(bundle.directory().resolve("bundle.yaml")));
        Map<String, String> plurals = new HashMap<>();
        if (description.get("plurals") instanceof Map<?, ?> map) {
            map.forEach((plural, singular) -> plurals.put(String.valueOf(plural), String.valueOf(singular)));
        }
        return plurals;
    }
}
