package io.percept.cli.evaluation;

import io.percept.contract.PerceptException;
import io.percept.intake.enrichment.ModelRuntime;
import io.percept.prompt.TokenLimits;
import io.percept.vision.ImagePreprocessor;
import io.percept.worker.ModelWorker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.json.JsonMapper;

/** One set of cases put to one model. Cases may be asked at once; they are heard one by one, in order. */
public final class Evaluation {

    /** As many tokens as the Python command allows for each task, so that both see the same answers. */
    public static final TokenLimits LIMITS = new TokenLimits(96, 96, 96, 96);

    private final Path set;
    private final CaseRunner runner;
    private final List<EvaluationCase> cases;
    private final Figures figures;
    private final List<String> predictions = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** @throws IllegalArgumentException naming the file where it cannot be read or has no cases */
    public Evaluation(ModelRuntime model, Path set) {
        ImagePreprocessor preprocessor = new ImagePreprocessor(ModelWorker.imageSpec(model.bundle()));
        CaseTasks tasks =
                new CaseTasks(set, preprocessor, model.bundle().moderation().questions());
        this.set = set;
        this.runner = new CaseRunner(tasks, model.planner(), model.runner());
        this.cases = CaseReader.read(set);
        this.figures = new Figures(model.bundle().plurals(), cases);
    }

    public List<EvaluationCase> cases() {
        return cases;
    }

    public CompletableFuture<Said> ask(EvaluationCase asked) {
        return runner.run(asked);
    }

    /** Whatever fails in a case, it must not cost the figures of the others. */
    public void hear(EvaluationCase asked, CompletableFuture<Said> answer) {
        Map<String, Object> prediction = new LinkedHashMap<>();
        prediction.put("id", asked.id());
        try {
            Said said = answer.join();
            prediction.putAll(shown(said));
            figures.add(asked, said);
        } catch (CompletionException e) {
            fail(asked, e.getCause() == null ? e : e.getCause(), prediction);
        } catch (RuntimeException e) {
            fail(asked, e, prediction);
        }
        predictions.add(JsonMapper.shared().writeValueAsString(prediction));
    }

    /**
     * Of the cases that were heard; see {@link Figures#summary()}.
     *
     * @throws IllegalArgumentException where each of them failed
     */
    public Map<String, Object> figures() {
        if (!failures.isEmpty() && failures.size() == predictions.size()) {
            throw new IllegalArgumentException("None of the %d cases of %s could be evaluated. %s"
                    .formatted(failures.size(), set.resolve("cases.jsonl"), failures.getFirst()));
        }
        return figures.summary();
    }

    /** Which cases failed and why, a sentence each, for as many as the figures list. */
    public List<String> failures() {
        return failures.stream().limit(Figures.SHOWN).toList();
    }

    /** What was said of each case, one JSON object each. */
    public List<String> predictions() {
        return predictions;
    }

    private void fail(EvaluationCase asked, Throwable failure, Map<String, Object> prediction) {
        figures.fail(asked);
        boolean told = failure instanceof PerceptException || failure instanceof IllegalArgumentException;
        String reason = told ? failure.getMessage() : failure.toString();
        failures.add("Case %s failed: %s".formatted(asked.id(), reason));
        prediction.put("failed", reason);
    }

    private static Map<String, Object> shown(Said said) {
        return switch (said) {
            case Said.Text text -> Map.of("text", text.text());
            case Said.Boxes boxes -> Map.of(
                    "boxes",
                    boxes.boxes().stream()
                            .map(box -> List.of(box.x1(), box.y1(), box.x2(), box.y2()))
                            .toList());
            case Said.Scores scores -> Map.of("scores", scores.byLabel());
            case Said.Choice choice -> Map.of("choice", choice.index());
        };
    }
}
