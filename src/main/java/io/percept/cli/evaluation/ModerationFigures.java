package io.percept.cli.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures of moderation scores over all cases. Not thread-safe. */
final class ModerationFigures {

    private final Map<String, List<ScoredLabel>> byLabel = new LinkedHashMap<>();

    void add(EvaluationCase asked, Map<String, Double> scores) {
        for (Map.Entry<String, tools.jackson.databind.JsonNode> label :
                asked.expect().get("labels").properties()) {
            boolean truth = label.getValue().asInt() == 1;
            byLabel.computeIfAbsent(label.getKey(), name -> new ArrayList<>())
                    .add(new ScoredLabel(scores.get(label.getKey()), truth, asked.paired()));
        }
    }

    Map<String, Object> summary() {
        if (byLabel.isEmpty()) {
            return Map.of();
        }
        List<ScoredLabel> every =
                byLabel.values().stream().flatMap(List::stream).toList();
        Map<String, Double> auc = new LinkedHashMap<>();
        byLabel.forEach((label, scored) -> auc.put(label, roundedOrNull(Metrics.auc(scored))));
        List<Double> paired = byLabel.values().stream()
                .map(scored -> scored.stream().filter(ScoredLabel::paired).toList())
                .map(Metrics::auc)
                .toList();

        Map<String, Object> moderation = new LinkedHashMap<>();
        moderation.put("value", mean(auc.values()));
        moderation.put("cases", every.size());
        moderation.put("labels", auc);
        Map<String, Object> confounders = new LinkedHashMap<>();
        confounders.put("value", mean(paired));
        confounders.put("cases", every.stream().filter(ScoredLabel::paired).count());

        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("moderation_auc", moderation);
        summary.put("moderation_auc_confounders", confounders);
        summary.put("moderation_f1", Map.of("value", Metrics.round(Metrics.f1(every))));
        summary.put("moderation_calibration_error", Map.of("value", Metrics.round(Metrics.calibrationError(every))));
        return summary;
    }

    private static Double roundedOrNull(double value) {
        return Double.isNaN(value) ? null : Metrics.round(value);
    }

    /** The mean of what is known, or null where nothing is. */
    private static Double mean(Iterable<Double> values) {
        List<Double> known = new ArrayList<>();
        for (Double value : values) {
            if (value != null && !value.isNaN()) {
                known.add(value);
            }
        }
        OptionalDouble mean = known.stream().mapToDouble(Double::doubleValue).average();
        return mean.isPresent() ? Metrics.round(mean.getAsDouble()) : null;
    }
}
