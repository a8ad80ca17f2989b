package io.percept.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.BoundingBox;
import java.util.List;
import java.util.Map;
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
        assertThat(Metrics.interval(1.0, 10)).containsExactly(0.7225, 1.0);
    }
}
