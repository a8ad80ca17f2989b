package io.percept.cli.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What it gains to describe first: of cases that were asked both ways, with and without {@code rationale}, and are the same
 * otherwise. Not thread-safe.
 */
final class RationaleGain {

    private record Question(List<JsonNode> content, Map<String, JsonNode> task, JsonNode expect) {

        static Question of(EvaluationCase asked) {
            Map<String, JsonNode> task = new HashMap<>();
            asked.task().properties().forEach(entry -> task.put(entry.getKey(), entry.getValue()));
            task.remove("rationale");
            return new Question(asked.content(), task, asked.expect());
        }
    }

    private final Map<Question, List<Boolean>> direct = new HashMap<>();
    private final Map<Question, List<Boolean>> described = new HashMap<>();

    void add(EvaluationCase asked, boolean right) {
        (asked.rationale() ? described : direct)
                .computeIfAbsent(Question.of(asked), question -> new ArrayList<>())
                .add(right);
    }

    /** The figure; empty where no case was asked both ways. */
    Optional<Map<String, Object>> figure() {
        int pairs = 0;
        int gained = 0;
        int lost = 0;
        for (Map.Entry<Question, List<Boolean>> question : direct.entrySet()) {
            List<Boolean> first = question.getValue();
            List<Boolean> second = described.getOrDefault(question.getKey(), List.of());
            int both = Math.min(first.size(), second.size());
            for (int i = 0; i < both; i++) {
                gained += second.get(i) && !first.get(i) ? 1 : 0;
                lost += first.get(i) && !second.get(i) ? 1 : 0;
            }
            pairs += both;
        }
        if (pairs == 0) {
            return Optional.empty();
        }
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("value", Metrics.round((double) (gained - lost) / pairs));
        figure.put("interval", Intervals.ofGain(gained, lost, pairs));
        figure.put("pairs", pairs);
        return Optional.of(figure);
    }
}
