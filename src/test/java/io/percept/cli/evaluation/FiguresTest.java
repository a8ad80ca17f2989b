package io.percept.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.percept.contract.BoundingBox;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({"The Two apples!,2 apples", "a  CAT,cat", "ten-four,10 4", "'',''"})
    void shouldNormaliseAsVqaDoes(String answer, String normal) {
        assertThat(AnswerNormalisation.normalise(answer)).isEqualTo(normal);
    }

    @Test
    void shouldCountTheNounsOfACaption() {
        CaptionNouns nouns = new CaptionNouns(Map.of("apples", "apple"));

        assertThat(nouns.count("two apples, a red hat and an apple on a table with the text a b"))
                .isEqualTo(Map.of("apple", 2, "hat", 1, "apple on a table", 1));
    }

    @Test
    void shouldCountNoNounOfWrittenText() {
        assertThat(new CaptionNouns(Map.of()).count("the text hello and bye")).isEmpty();
    }

    @Test
    void shouldGiveTiesTheirAverageRank() {
        List<ScoredLabel> scored = List.of(
                new ScoredLabel(0.5, true, false),
                new ScoredLabel(0.5, false, false),
                new ScoredLabel(0.1, false, false));

        assertThat(Metrics.auc(scored)).isEqualTo(0.75);
    }

    @Test
    void shouldKnowNoAucWithoutBothClasses() {
        assertThat(Metrics.auc(List.of(new ScoredLabel(0.5, true, false)))).isNaN();
    }

    @Test
    void shouldCountEditsBetweenTexts() {
        assertThat(Metrics.characterErrors("kitten", "sitting")).isEqualTo(3);
        assertThat(Metrics.characterErrors("", "abc")).isEqualTo(3);
    }

    @Test
    void shouldMeasureTheOverlapOfBoxes() {
        assertThat(Metrics.overlap(new BoundingBox(0, 0, 0.5, 1), new BoundingBox(0.25, 0, 0.75, 1)))
                .isEqualTo(1 / 3.0);
    }

    @Test
    void shouldRoundLikePython() {
        assertThat(Metrics.round(0.00005)).isEqualTo(0.0001);
        assertThat(Metrics.round(0.00025)).isEqualTo(0.0003);
        assertThat(Metrics.round(2.5 / 10000)).isEqualTo(Metrics.round(0.00025));
    }

    @Test
    void shouldHaveAnIntervalWithinZeroAndOne() {
        assertThat(Intervals.ofMean(1.0, 10)).containsExactly(0.7225, 1.0);
    }

    @Test
    void shouldGiveTheMeanAreaTheIntervalOfIndependentLabels() {
        Figures figures = figures();
        figures.add(labels("{'hate': 1, 'scam': 1}"), new Said.Scores(Map.of("hate", 0.9, "scam", 0.8)));
        figures.add(labels("{'hate': true, 'scam': 0}"), new Said.Scores(Map.of("hate", 0.4, "scam", 0.3)));
        figures.add(labels("{'hate': 0, 'scam': false}"), new Said.Scores(Map.of("hate", 0.6, "scam", 0.9)));
        figures.add(labels("{'hate': 0}"), new Said.Scores(Map.of("hate", 0.2)));
        figures.add(labels("{'hate': 0}"), new Said.Scores(Map.of("hate", 0.1)));

        assertThat(figures.summary().get("moderation_auc"))
                .isEqualTo(Map.of(
                        "value",
                        0.6667,
                        "interval",
                        List.of(0.2132, 1.0),
                        "cases",
                        8,
                        "labels",
                        Map.of("hate", 0.8333, "scam", 0.5)));
    }

    @Test
    void shouldGiveNoIntervalToAnAreaThatIsNotKnown() {
        Figures figures = figures();
        figures.add(labels("{'hate': 1}"), new Said.Scores(Map.of("hate", 0.9)));

        assertThat(figures.summary().get("moderation_auc_confounders"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnly(entry("value", null), entry("cases", 0));
    }

    @Test
    void shouldGiveTheRateOfWrongCharactersTheIntervalOfARatio() {
        Figures figures = figures();
        figures.add(text("abcde"), new Said.Text("abxyz"));
        figures.add(text("abcd"), new Said.Text("ab"));
        figures.add(text("abcdefghij"), new Said.Text("abcdef"));

        assertThat(figures.summary().get("reading_character_errors"))
                .isEqualTo(Map.of("value", 0.4737, "interval", List.of(0.3504, 0.597), "letters", 19));
    }

    @Test
    void shouldGiveTheGainOfDescribingFirstOverCasesThatWereAskedBothWays() {
        Figures figures = figures();
        for (int i = 0; i < 4; i++) {
            figures.add(mood(i, ""), new Said.Choice(i < 2 ? 1 : 0));
            figures.add(mood(i, ", 'rationale': true"), new Said.Choice(0));
        }
        figures.add(mood(4, ", 'rationale': true"), new Said.Choice(1));

        assertThat(figures.summary().get("rationale_gain"))
                .isEqualTo(Map.of("value", 0.5, "interval", List.of(-0.1656, 0.8323), "pairs", 4));
    }

    @Test
    void shouldFindCasesThatDifferInTheirImageOrTextAloneAndInALabel() {
        EvaluationCase cruel = shown("same words", "skunk.png", "{'hate': 1, 'scam': 0}");
        EvaluationCase kind = shown("same words", "rose.png", "{'hate': 0, 'scam': 0}");
        EvaluationCase other = shown("other words", "rose.png", "{'hate': 0, 'scam': 1}");
        ConfounderPairs pairs = new ConfounderPairs(List.of(cruel, kind, other));

        assertThat(pairs.has(cruel, "hate", true)).isTrue();
        assertThat(pairs.has(kind, "hate", false)).isTrue();
        assertThat(pairs.has(kind, "scam", false)).isTrue();
        assertThat(pairs.has(other, "scam", true)).isTrue();
        assertThat(pairs.has(cruel, "scam", false)).isFalse();
        assertThat(pairs.has(other, "hate", false)).isFalse();
    }

    @Test
    void shouldTakeNoTwoCasesOfOneContentForConfounders() {
        EvaluationCase one = shown("words", "rose.png", "{'hate': 1}");
        EvaluationCase same = shown("words", "rose.png", "{'hate': 0}");

        assertThat(new ConfounderPairs(List.of(one, same)).has(one, "hate", true))
                .isFalse();
    }

    @Test
    void shouldReportCasesThatFailedAndThatNoFigureCounts() {
        Figures figures = figures();
        figures.add(asked("{'type': 'caption'}", "{}"), new Said.Text("a cat"));
        for (int i = 0; i < 21; i++) {
            figures.fail(CaseReader.parse("no JSON", "line " + i));
        }

        Map<String, Object> summary = figures.summary();

        assertThat(summary).containsOnlyKeys("failed", "unscored").containsEntry("unscored", 1);
        assertThat(summary.get("failed"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("cases", 21)
                .extractingByKey("ids", InstanceOfAssertFactories.LIST)
                .hasSize(20)
                .startsWith("line 0");
    }

    @Test
    void shouldCountNothingOfACaseOfWhichAPartCannotBeScored() {
        Figures figures = figures();
        EvaluationCase asked = labels("{'hate': 1, 'scam': 0}");

        assertThatThrownBy(() -> figures.add(asked, new Said.Scores(Map.of("hate", 0.9))))
                .hasMessageContaining("scam");
        assertThat(figures.summary()).isEmpty();
    }

    private static Figures figures() {
        return new Figures(Map.of(), List.of());
    }

    private static EvaluationCase labels(String labels) {
        return asked("{'type': 'moderate'}", "{'labels': " + labels + "}");
    }

    private static EvaluationCase text(String text) {
        return asked("{'type': 'answer', 'question': 'what does it say?'}", "{'text': '" + text + "'}");
    }

    private static EvaluationCase mood(int number, String more) {
        return asked("{'type': 'choose', 'candidates': ['good', 'bad " + number + "']" + more + "}", "{'choice': 0}");
    }

    private static EvaluationCase shown(String text, String image, String labels) {
        return parsed(
                "[{'text': '" + text + "'}, {'image': '" + image + "'}]",
                "{'type': 'moderate'}",
                "{'labels': " + labels + "}");
    }

    private static EvaluationCase asked(String task, String expect) {
        return parsed("[{'image': 'a.png'}]", task, expect);
    }

    private static EvaluationCase parsed(String content, String task, String expect) {
        String line = "{'id': 'a', 'content': %s, 'task': %s, 'expect': %s}".formatted(content, task, expect);
        return CaseReader.parse(line.replace('\'', '"'), "line 1");
    }
}
