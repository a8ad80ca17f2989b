package io.percept.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.BoundingBox;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same cases as in {@code model-worker/training/tests/test_evaluate.py}. */
class CaseScorerTest {

    private static final String ONE_IMAGE = "[{'image': 'a.png'}]";
    private static final Map<String, String> PLURALS = Map.of("ants", "ant", "bows and arrows", "bow and arrow");

    private final CaseScorer scorer = new CaseScorer(new CaptionNouns(PLURALS), new ConfounderPairs(List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {"is there text in the image?", "Does the text say anything?", "what does he say, yes or no?"})
    void shouldTakeWhatIsAnsweredByYesOrNoForAQuestion(String question) {
        assertThat(figures("{'type': 'answer', 'question': '" + question + "'}", "{'answer': 'Yes'}", "yes"))
                .isEqualTo(Map.of("answers", 1.0));
    }

    @Test
    void shouldTakeForAQuestionWhatDoesNotBeginWithWhat() {
        assertThat(figures(
                        "{'type': 'answer', 'question': 'how many words of text are in the image?'}",
                        "{'answer': 2}",
                        "two"))
                .isEqualTo(Map.of("answers", 1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"what does the text say?", " What text is in the image?", "What is written here?"})
    void shouldTakeWhatATextSaysForReading(String question) {
        assertThat(figures("{'type': 'answer', 'question': '" + question + "'}", "{'answer': 'Stop'}", "stop"))
                .isEqualTo(Map.of("reading_exact", 0.0, "reading_exact_any_case", 1.0));
    }

    @Test
    void shouldTakeAnExpectedTextForReadingWhateverIsAsked() {
        assertThat(figures("{'type': 'answer', 'question': 'is it open?'}", "{'text': 'yes'}", "yes"))
                .isEqualTo(Map.of("reading_exact", 1.0, "reading_exact_any_case", 1.0));
    }

    @Test
    void shouldMeasureAReadingByTheNearestOfTheAcceptedTexts() {
        CaseMarks marks = scorer.marks(
                asked(ONE_IMAGE, "{'type': 'answer', 'question': 'what?'}", "{'text': ['colour me', 'color']}"),
                new Said.Text("colar"));

        assertThat(marks.readings()).containsExactly(new CaseMarks.Reading(1, 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"3|three", "2.50|2.5", "true|Yes", "false|no", "['a dog', 'puppy']|puppy", "[1, true]|yes", "'!'|!"
            })
    void shouldTakeAnswersThatAreNoTexts(String expected, String said) {
        assertThat(figures("{'type': 'answer', 'question': 'is it?'}", "{'answer': " + expected + "}", said))
                .isEqualTo(Map.of("answers", 1.0));
    }

    @Test
    void shouldCompareAsItStandsWhatTheNormalisationLeavesNothingOf() {
        String question = "{'type': 'answer', 'question': 'which article?'}";

        assertThat(figures(question, "{'answer': 'the'}", "a")).isEqualTo(Map.of("answers", 0.0));
        assertThat(figures(question, "{'answer': 'the'}", " the ")).isEqualTo(Map.of("answers", 1.0));
        assertThat(figures("{'type': 'caption'}", "{'text': '?!'}", "a cat with the text ?!"))
                .isEqualTo(Map.of("caption_text_recall", 1.0));
        assertThat(figures("{'type': 'caption'}", "{'text': '?!'}", "a cat"))
                .isEqualTo(Map.of("caption_text_recall", 0.0));
    }

    @Test
    void shouldKeepANounWithAnAndWhole() {
        assertThat(new CaptionNouns(PLURALS).count("a red bow and arrow and two bows and arrows, a rainbow and arrow"))
                .isEqualTo(Map.of("bow and arrow", 3, "rainbow", 1, "arrow", 1));
    }

    @Test
    void shouldReadExpectedObjectsAsCaptionsAreRead() {
        String objects =
                "{'objects': ['red ball', 'A ball', 'two ants', {'name': 'Bow and arrow', 'count': 2}, {'name': 'ant'}]}";

        assertThat(figures("{'type': 'caption'}", objects, "two balls, three ants and two bows and arrows"))
                .isEqualTo(Map.of("caption_exact", 0.0, "caption_object_recall", 5 / 7.0));
        assertThat(figures("{'type': 'caption'}", objects, "a ball, a blue ball, three ants and two bows and arrows"))
                .isEqualTo(Map.of("caption_exact", 1.0, "caption_object_recall", 1.0));
    }

    @Test
    void shouldRefuseAnExpectedObjectWithoutAName() {
        EvaluationCase asked = asked(ONE_IMAGE, "{'type': 'caption'}", "{'objects': [{'count': 2}]}");

        assertThatThrownBy(() -> scorer.marks(asked, new Said.Text("a ball")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Test
    void shouldFindObjectsOfADescriptionAmongItsWholeWords() {
        String task = "{'type': 'describe'}";

        assertThat(figures(task, "{'objects': ['ant']}", "There is an elephant."))
                .isEqualTo(Map.of("describe_object_recall", 0.0));
        assertThat(figures(task, "{'objects': ['an ant', 'hat']}", "There are three ants."))
                .isEqualTo(Map.of("describe_object_recall", 0.5));
    }

    @Test
    void shouldCutExpectedBoxesToTheImageAndMissEmptyOnes() {
        CaseMarks marks = scorer.marks(
                asked(
                        ONE_IMAGE,
                        "{'type': 'ground', 'phrase': 'a cat'}",
                        "{'boxes': [[-0.01, 0, 0.5, 1.02], [0.7, 0.7, 0.7, 0.9]]}"),
                new Said.Boxes(List.of(
                        new BoundingBox(0, 0, 0.5, 1),
                        new BoundingBox(0, 0, 0.5, 0.9),
                        new BoundingBox(0.7, 0.7, 0.8, 0.9))));

        assertThat(marks.marks())
                .containsExactly(
                        new CaseMarks.Mark("grounding", 1),
                        new CaseMarks.Mark("grounding", 0),
                        new CaseMarks.Mark("grounding_precision", 1),
                        new CaseMarks.Mark("grounding_precision", 1),
                        new CaseMarks.Mark("grounding_precision", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'question': 'What is the SENTIMENT?'|sentiment_direct",
                "'question': 'what is the sentiment?', 'rationale': true|sentiment_rationale",
                "'question': 'what is it?'|choices",
                "'examples': [{'content': [], 'answer': 'dog'}]|few_shot_1"
            })
    void shouldFindTheFigureOfAChoice(String more, String figure) {
        String task = "{'type': 'choose', 'candidates': ['dog', 'cat'], " + more + "}";

        assertThat(choice(ONE_IMAGE, task, "0", 0)).isEqualTo(Map.of(figure, 1.0));
    }

    @Test
    void shouldCountTheWorkedExamplesWithinADocument() {
        String task = "{'type': 'choose', 'candidates': ['mop', 'the zup']}";
        String two =
                "[{'image': 'a'}, {'text': 'It is called'}, {'text': 'a mop.'}, {'image': 'b'}, {'text': 'zup'}, {'image': 'c'}, {'text': 'or a mop'}]";
        String none = "[{'text': 'mop'}, {'image': 'a'}, {'text': 'a mop here'}, {'image': 'b'}]";

        assertThat(choice(two, task, "0", 0)).isEqualTo(Map.of("few_shot_2", 1.0));
        assertThat(choice(none, task, "0", 0)).isEqualTo(Map.of("choices", 1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "'cat'", "'The Cat!'", "['dog', 'a cat']"})
    void shouldFindTheExpectedCandidate(String expected) {
        String task = "{'type': 'choose', 'candidates': [{'text': 'a dog'}, {'text': 'cat'}, 'the cat']}";

        assertThat(choice(ONE_IMAGE, task, expected, 1)).isEqualTo(Map.of("choices", 1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "0.5", "-1", "'bird'", "[]", "{}"})
    void shouldRefuseAnExpectedChoiceThatIsNoCandidate(String expected) {
        EvaluationCase asked =
                asked(ONE_IMAGE, "{'type': 'choose', 'candidates': ['dog', 'cat']}", "{'choice': " + expected + "}");

        assertThatThrownBy(() -> scorer.marks(asked, new Said.Choice(0))).isInstanceOf(IllegalArgumentException.class);
        assertThat(scorer.failed(asked).marks()).containsExactly(new CaseMarks.Mark("choices", 0));
    }

    @Test
    void shouldRefuseALabelThatIsNeitherTrueNorFalse() {
        EvaluationCase asked = asked(ONE_IMAGE, "{'type': 'moderate'}", "{'labels': {'hate': 'maybe'}}");

        assertThatThrownBy(() -> scorer.marks(asked, new Said.Scores(Map.of("hate", 0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hate");
    }

    @Test
    void shouldTakeACaseThatFailedForWrong() {
        assertThat(scorer.failed(asked(ONE_IMAGE, "{'type': 'caption'}", "{'objects': [], 'text': 'a'}"))
                        .marks())
                .containsExactly(new CaseMarks.Mark("caption_exact", 0), new CaseMarks.Mark("caption_text_recall", 0));
        assertThat(scorer.failed(asked(ONE_IMAGE, "{'type': 'ground'}", "{'boxes': [[0, 0, 1, 1]]}"))
                        .marks())
                .containsExactly(new CaseMarks.Mark("grounding", 0));
        assertThat(scorer.failed(asked(ONE_IMAGE, "{'type': 'answer'}", "{'text': 'open'}"))
                        .readings())
                .containsExactly(new CaseMarks.Reading(4, 4));
    }

    @Test
    void shouldGiveAFailedModerationNoScore() {
        assertThat(scorer.failed(asked(ONE_IMAGE, "{'type': 'moderate'}", "{'labels': {'hate': 1}}")))
                .isEqualTo(CaseMarks.NONE);
    }

    private Map<String, Double> figures(String task, String expect, String said) {
        return byFigure(scorer.marks(asked(ONE_IMAGE, task, expect), new Said.Text(said)));
    }

    private Map<String, Double> choice(String content, String task, String expected, int said) {
        return byFigure(scorer.marks(asked(content, task, "{'choice': " + expected + "}"), new Said.Choice(said)));
    }

    private static Map<String, Double> byFigure(CaseMarks marks) {
        return marks.marks().stream().collect(Collectors.toMap(CaseMarks.Mark::figure, CaseMarks.Mark::value));
    }

    private static EvaluationCase asked(String content, String task, String expect) {
        String line = "{'id': 'a', 'content': %s, 'task': %s, 'expect': %s}".formatted(content, task, expect);
        return CaseReader.parse(line.replace('\'', '"'), "line 1");
    }
}
