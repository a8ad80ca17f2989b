package io.percept.cli.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures as a page in Markdown: worked examples and rationale first, where a pair of rows is to be compared, and then all of
 * them. Intervals are Wilson score intervals at 95 %; a figure without one has none (an area under a curve, an error).
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
        figures.forEach((figure, values) -> page.append(row("`" + figure + "`", (Map<?, ?>) values)));
        if (figures.get("moderation_auc") instanceof Map<?, ?> auc && auc.get("labels") instanceof Map<?, ?> labels) {
            page.append("\n## Moderation, area under the ROC curve per label\n\n| label | value |\n|---|---|\n");
            labels.forEach((label, value) -> page.append("| %s | %s |\n".formatted(label, number(value))));
        }
        return page.toString();
    }

    private static String row(String name, Map<?, ?> values) {
        return "| %s | %s | %s | %s |\n"
                .formatted(
                        name,
                        number(values.get("value")),
                        values.get("interval") instanceof List<?> interval
                                ? number(interval.get(0)) + " to " + number(interval.get(1))
                                : "–",
                        values.get("cases") == null ? "–" : values.get("cases"));
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
        return names;
    }
}
