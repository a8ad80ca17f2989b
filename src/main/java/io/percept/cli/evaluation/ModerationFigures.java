package io.percept.cli.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of moderation scores over all cases. Not thread-safe. */
final class ModerationFigures {

    private final Map<String, List<ScoredLabel>> byLabel = new LinkedHashMap<>();

    void add(CaseMarks.LabelMark mark) {
        byLabel.computeIfAbsent(mark.label(), name -> new ArrayList<>()).add(mark.scored());
    }

    Map<String, Object> summary() {
        if (byLabel.isEmpty()) {
            return Map.of();
        }
        List<ScoredLabel> every =
                byLabel.values().stream().flatMap(List::stream).toList();
        List<List<ScoredLabel>> paired = byLabel.values().stream()
                .map(scored -> scored.stream().filter(ScoredLabel::paired).toList())
                .toList();
        Map<String, Double> labels = new LinkedHashMap<>();
        byLabel.forEach((label, scored) -> labels.put(label, roundedOrNull(Metrics.auc(scored))));

        Map<String, Object> moderation = meanArea(byLabel.values());
        moderation.put("labels", labels);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("moderation_auc", moderation);
        summary.put("moderation_auc_confounders", meanArea(paired));
        summary.put("moderation_f1", Map.of("value", Metrics.round(Metrics.f1(every))));
        summary.put("moderation_calibration_error", Map.of("value", Metrics.round(Metrics.calibrationError(every))));
        return summary;
    }

    /** The mean of the areas that are known, with its interval; a null and no interval where none is. */
    private static Map<String, Object> meanArea(Collection<List<ScoredLabel>> byLabel) {
        List<Intervals.Area> areas = byLabel.stream()
                .map(ModerationFigures::area)
                .filter(area -> !Double.isNaN(area.value()))
                .toList();
        Map<String, Object> figure = new LinkedHashMap<>();
        if (areas.isEmpty()) {
            figure.put("value", null);
        } else {
            figure.put(
                    "value",
                    Metrics.round(Metrics.mean(
                            areas.stream().map(Intervals.Area::value).toList())));
            figure.put("interval", Intervals.ofAreas(areas));
        }
        figure.put("cases", byLabel.stream().mapToInt(List::size).sum());
        return figure;
    }

    private static Intervals.Area area(List<ScoredLabel> scored) {
        long positive = scored.stream().filter(ScoredLabel::truth).count();
        return new Intervals.Area(Metrics.auc(scored), positive, scored.size() - positive);
    }

    private static Double roundedOrNull(double value) {
        return Double.isNaN(value) ? null : Metrics.round(value);
    }
}
