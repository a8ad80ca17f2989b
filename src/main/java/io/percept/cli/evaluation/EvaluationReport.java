package io.percept.cli.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Figures as a page in Markdown: worked examples and rationale first, where a pair of rows is to be compared, and then all of
 * them. Intervals are those of {@link Intervals}; F1 and the calibration error have none. What is counted is cases, or what the figure
 * is of: boxes, pairs of a case and a label, letters, pairs of cases.
 */
public final class EvaluationReport {

    private static final String HEAD = "| figure | value | 95 % interval | cases |\n|---|---|---|---|\n";

    private static final Map<String, String> COMPARED = compared();

    private final String title;
    private final Map<String, Object> figures;

    /**
     * @param title of the page: what was evaluated on which set
     * @param figures as {@link Evaluation#figures()} gives them
     */
    public EvaluationReport(String title, Map<String, Object> figures) {
        this.title = title;
        this.figures = figures;
    }

    /** The whole page. */
    public String markdown() {
        StringBuilder page = new StringBuilder("# ").append(title).append("\n\n");
        if (COMPARED.keySet().stream().anyMatch(figures::containsKey)) {
            page.append("## Worked examples and rationale\n\n").append(HEAD);
            COMPARED.forEach((figure, name) -> {
                if (figures.get(figure) instanceof Map<?, ?> values) {
                    page.append(row(name, values));
                }
            });
            page.append('\n');
        }
        page.append("## All figures\n\n").append(HEAD);
        figures.forEach((figure, values) -> {
            if (values instanceof Map<?, ?> entry && entry.containsKey("value")) {
                page.append(row("`" + figure + "`", entry));
            }
        });
        if (figures.get("moderation_auc") instanceof Map<?, ?> auc && auc.get("labels") instanceof Map<?, ?> labels) {
            page.append("\n## Moderation, area under the ROC curve per label\n\n| label | value |\n|---|---|\n");
            labels.forEach((label, value) -> page.append("| %s | %s |\n".formatted(label, number(value))));
        }
        appendUncounted(page);
        return page.toString();
    }

    private void appendUncounted(StringBuilder page) {
        if (figures.get("failed") instanceof Map<?, ?> failed && failed.get("ids") instanceof List<?> ids) {
            page.append("\n## Cases that failed\n\nIn all %s, counted as wrong where their figure is known: %s\n"
                    .formatted(failed.get("cases"), listed(ids, failed.get("cases"))));
        }
        if (figures.get("unscored") instanceof Integer unscored) {
            page.append("\n## Cases that no figure counts\n\nIn all %d.\n".formatted(unscored));
        }
    }

    private static String listed(List<?> ids, Object all) {
        String shown = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return all.equals(ids.size()) ? shown + "." : shown + " and others.";
    }

    private static String row(String name, Map<?, ?> values) {
        return "| %s | %s | %s | %s |\n"
                .formatted(
                        name,
                        number(values.get("value")),
                        values.get("interval") instanceof List<?> interval
                                ? number(interval.get(0)) + " to " + number(interval.get(1))
                                : "–",
                        counted(values));
    }

    private static Object counted(Map<?, ?> values) {
        for (String unit : List.of("pairs", "letters")) {
            if (values.get(unit) != null) {
                return values.get(unit) + " " + unit;
            }
        }
        return values.get("cases") == null ? "–" : values.get("cases");
    }

    private static String number(Object value) {
        return value instanceof Number number ? String.format(Locale.ROOT, "%.3f", number.doubleValue()) : "–";
    }

    private static Map<String, String> compared() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("few_shot_0", "made-up names, no example");
        names.put("few_shot_2", "made-up names, 2 examples");
        names.put("few_shot_4", "made-up names, 4 examples");
        names.put("sentiment_direct", "sentiment of rendered text, rationale off");
        names.put("sentiment_rationale", "sentiment of rendered text, rationale on");
        names.put("rationale_gain", "rationale on less off, cases asked both ways");
        return names;
    }
}
