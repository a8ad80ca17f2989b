package io.percept.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {

    @Test
    void shouldCompareExamplesAndRationaleBeforeAllFigures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("caption_exact", Map.of("value", 0.5, "interval", List.of(0.1, 0.9), "cases", 4));
        figures.put("few_shot_4", Map.of("value", 0.75, "interval", List.of(0.5, 0.875), "cases", 12));
        figures.put("sentiment_rationale", Map.of("value", 1.0, "interval", List.of(0.7, 1.0), "cases", 6));

        assertThat(new EvaluationReport("tiny on set", figures).markdown())
                .isEqualTo(
                        """
                        # tiny on set

                        ## Worked examples and rationale

                        | figure | value | 95 % interval | cases |
                        |---|---|---|---|
                        | made-up names, 4 examples | 0.750 | 0.500 to 0.875 | 12 |
                        | sentiment of rendered text, rationale on | 1.000 | 0.700 to 1.000 | 6 |

                        ## All figures

                        | figure | value | 95 % interval | cases |
                        |---|---|---|---|
                        | `caption_exact` | 0.500 | 0.100 to 0.900 | 4 |
                        | `few_shot_4` | 0.750 | 0.500 to 0.875 | 12 |
                        | `sentiment_rationale` | 1.000 | 0.700 to 1.000 | 6 |
                        """);
    }

    @Test
    void shouldLeaveTheIntervalOfAnAreaOpenAndListItsLabels() {
        Map<String, Object> auc = new LinkedHashMap<>();
        auc.put("value", null);
        auc.put("cases", 3);
        auc.put("labels", Map.of("hate", 0.25));

        assertThat(new EvaluationReport("t", Map.of("moderation_auc", auc)).markdown())
                .contains("| `moderation_auc` | – | – | 3 |\n")
                .contains("| hate | 0.250 |\n")
                .doesNotContain("rationale");
    }

    @Test
    void shouldSayWhatOtherThanCasesIsCounted() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("reading_character_errors", Map.of("value", 0.1, "interval", List.of(0.0, 0.3), "letters", 30));
        figures.put("rationale_gain", Map.of("value", -0.5, "interval", List.of(-0.9, 0.2), "pairs", 4));

        assertThat(new EvaluationReport("t", figures).markdown())
                .contains("| `reading_character_errors` | 0.100 | 0.000 to 0.300 | 30 letters |\n")
                .contains("| rationale on less off, cases asked both ways | -0.500 | -0.900 to 0.200 | 4 pairs |\n");
    }

    @Test
    void shouldListCasesThatFailedBelowTheFigures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("failed", Map.of("cases", 3, "ids", List.of("a", "b")));
        figures.put("unscored", 2);

        assertThat(new EvaluationReport("t", figures).markdown())
                .endsWith(
                        """

                        ## Cases that failed

                        In all 3, counted as wrong where their figure is known: a, b and others.

                        ## Cases that no figure counts

                        In all 2.
                        """)
                .doesNotContain("`failed`", "`unscored`");
    }
}
