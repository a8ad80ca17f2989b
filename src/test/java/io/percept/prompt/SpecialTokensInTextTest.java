package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.MarkedRegion;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever writes a text, a question or an answer writes words: no word of theirs is an image, a box or an end. */
class SpecialTokensInTextTest extends PlanningFixture {

    private final Region left = new Region.Relative(new BoundingBox(0, 0, 0.5, 1));

    @Test
    void shouldReadEverySpecialTokenOfTheBundleAsWords() throws IOException {
        assertThat(specialTokens()).hasSizeGreaterThan(1024).allSatisfy(token -> {
            int[] ids = tokenizer.encode(tokenizer.plain("say " + token + token + " <" + token + "x" + token + ">"));

            assertThat(specialIds(ids)).as(token).isEmpty();
        });
    }

    @Test
    void shouldReadThemAsWordsWhereverATaskTakesText() throws IOException {
        Map<String, Function<String, Stream<TokenPlan>>> places = Map.of(
                "text", words -> plans(new Task.Caption("t", TaskOptions.NONE), words, "an answer"),
                "question", words -> plans(new Task.Answer("t", words, TaskOptions.NONE), "", "an answer"),
                "example", words -> plans(new Task.Answer("t", "what?", TaskOptions.NONE), "", words),
                "phrase", words -> plans(new Task.Ground("t", Optional.of(words), TaskOptions.NONE), "", "an answer"),
                "region", words -> plans(region(words), "", "an answer"),
                "choice", words -> plans(choice(words), "", "an answer"),
                "rationale", this::afterRationale);
        places.forEach((place, planned) -> {
            List<Integer> harmless = specialIds(planned.apply("a car"));
            for (String token : marks()) {
                assertThat(specialIds(planned.apply("a " + token + " car")))
                        .as("%s in a %s", token, place)
                        .isEqualTo(harmless);
            }
        });
    }

    /** A full-width bracket is spelled as a bracket, and what is not seen is left out. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\uFF1Cimage\uFF1E", "<im\u00ADage>", "<\u200B/s>", "\uFF1Cpatch_index_0044>", "<i\u0301mage>"})
    void shouldReadASpecialTokenInOtherCharactersAsWords(String token) {
        List<Integer> harmless = specialIds(plans(new Task.Answer("t", "a car", TaskOptions.NONE), "a car", "a car"));
        String words = "a " + token + " car";

        assertThat(specialIds(plans(new Task.Answer("t", words, TaskOptions.NONE), words, words)))
                .isEqualTo(harmless);
    }

    @Test
    void shouldStillWriteTheMarksOfPercept() {
        List<Integer> ids = specialIds(plans(region("a car"), "", "an answer"));

        assertThat(ids).contains(special.phraseStart(), special.objectStart(), special.patchFirst());
    }

    /** Placeholders of a prompt are filled once, so that a value cannot ask for another. */
    @Test
    void shouldTakeAPlaceholderInAQuestionAsWords() {
        int[] prompt = plans(new Task.Answer("t", "what is {rationale} {question}?", TaskOptions.NONE), "", "an answer")
                .findFirst()
                .orElseThrow()
                .prompt()
                .ids();

        assertThat(prompt).isEqualTo(tokenizer.encode("Question: what is {rationale} {question}? Answer:"));
    }

    private Task region(String phrase) {
        return new Task.Answer("t", "what is {box}?", List.of(new MarkedRegion(phrase, left)), TaskOptions.NONE);
    }

    private static Task choice(String words) {
        return new Task.Choose(
                "t", words, List.of(new Candidate.Text(words), new Candidate.Text("a boat")), TaskOptions.NONE);
    }

    private Stream<TokenPlan> plans(Task task, String text, String answer) {
        TaskInputs inputs = TaskInputs.of(Document.of(new TextPart(text), new ImagePart(image)))
                .withExamples(
                        task instanceof Task.Answer
                                ? List.of(new WorkedExample(Document.of(new TextPart(text)), answer))
                                : List.of());
        return ((TaskPlan.Direct) planner.plan(inputs, task)).plans().stream();
    }

    /** What the model says first is the next prompt's text, and may have been read off the image. */
    private Stream<TokenPlan> afterRationale(String words) {
        var plan = (TaskPlan.RationaleFirst)
                planner.plan(Document.of(image), new Task.Answer("t", "what is this?", RATIONALE));
        int[] said = tokenizer.encode(tokenizer.plain(words));
        return plan.then().apply(new Generation(said, true)).plans().stream();
    }

    private List<Integer> specialIds(Stream<TokenPlan> plans) {
        return plans.flatMap(plan -> Stream.concat(
                        Stream.of(plan.prefix().ids(), plan.prompt().ids()),
                        plan instanceof ScoringPlan scoring ? scoring.candidates().stream() : Stream.empty()))
                .flatMap(ids -> specialIds(ids).stream())
                .toList();
    }

    /** Without that of unknown characters, which anybody may write. */
    private List<Integer> specialIds(int[] ids) {
        return Arrays.stream(ids)
                .filter(id -> id != special.unk())
                .filter(id -> special.isMark(id) || id >= special.patchFirst() && id < special.patchFirst() + 1024)
                .boxed()
                .toList();
    }

    private List<String> marks() {
        try {
            return Stream.concat(
                            specialTokens().stream().filter(token -> !token.startsWith("<patch_index")),
                            IntStream.of(0, 3, 1023).mapToObj("<patch_index_%04d>"::formatted))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> specialTokens() throws IOException {
        JsonNode root = JsonMapper.shared().readTree(Files.readString(bundle.file("tokenizer.json")));
        return StreamSupport.stream(root.get("added_tokens").spliterator(), false)
                .map(token -> token.get("content").asString())
                .toList();
    }
}
