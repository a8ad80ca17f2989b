package io.percept.cli.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects cases into figures. Not thread-safe: cases are added in their order. */
final class Figures {

    /** Most ids that are listed of cases that failed. */
    static final int SHOWN = 20;

    private final CaseScorer scorer;
    private final Map<String, List<Double>> values = new TreeMap<>();
    private final List<CaseMarks.Reading> readings = new ArrayList<>();
    private final RationaleGain gain = new RationaleGain();
    private final ModerationFigures moderation = new ModerationFigures();
    private final List<String> failed = new ArrayList<>();
    private int unscored;

    /**
     * @param plurals the bundle's plural to singular
     * @param cases all of the set, since pairs of confounders are found among them
     */
    Figures(Map<String, String> plurals, List<EvaluationCase> cases) {
        this.scorer = new CaseScorer(new CaptionNouns(plurals), new ConfounderPairs(cases));
    }

    /** @throws IllegalArgumentException where what is expected is of no form that is known; the figures are then as they were */
    void add(EvaluationCase asked, Said said) {
        CaseMarks marks = scorer.marks(asked, said);
        if (marks.isEmpty()) {
            unscored++;
        }
        take(asked, marks);
    }

    /** Counts a case that failed, as wrong in the figures that it would count for. */
    void fail(EvaluationCase asked) {
        failed.add(asked.id());
        take(asked, scorer.failed(asked));
    }

    /**
     * Every figure with its value, where it has one its 95 % interval, and what it counts, in the order in which they are printed;
     * then {@code failed} and {@code unscored}, each where there are such cases.
     */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        values.forEach((name, list) -> summary.put(name, mean(list)));
        putReading(summary);
        gain.figure().ifPresent(figure -> summary.put("rationale_gain", figure));
        summary.putAll(moderation.summary());
        if (!failed.isEmpty()) {
            Map<String, Object> failures = new LinkedHashMap<>();
            failures.put("cases", failed.size());
            failures.put("ids", failed.stream().limit(SHOWN).toList());
            summary.put("failed", failures);
        }
        if (unscored > 0) {
            summary.put("unscored", unscored);
        }
        return summary;
    }

    private void take(EvaluationCase asked, CaseMarks marks) {
        marks.marks().forEach(mark -> values.computeIfAbsent(mark.figure(), name -> new ArrayList<>())
                .add(mark.value()));
        readings.addAll(marks.readings());
        marks.labels().forEach(moderation::add);
        boolean isAsked = asked.type().equals("answer") || asked.type().equals("choose");
        if (isAsked && !marks.marks().isEmpty()) {
            gain.add(asked, marks.marks().getFirst().value() == 1);
        }
    }

    private static Map<String, Object> mean(List<Double> values) {
        double mean = Metrics.mean(values);
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("value", Metrics.round(mean));
        figure.put("interval", Intervals.ofMean(mean, values.size()));
        figure.put("cases", values.size());
        return figure;
    }

    private void putReading(Map<String, Object> summary) {
        int letters = readings.stream().mapToInt(CaseMarks.Reading::letters).sum();
        int errors = readings.stream().mapToInt(CaseMarks.Reading::errors).sum();
        if (letters > 0) {
            Map<String, Object> figure = new LinkedHashMap<>();
            figure.put("value", Metrics.round((double) errors / letters));
            Intervals.ofRate(readings).ifPresent(interval -> figure.put("interval", interval));
            figure.put("letters", letters);
            summary.put("reading_character_errors", figure);
        }
    }
}
