package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.DocumentUse.AnimationUse;
import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.FrameOfImage;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.DocumentUse.Window;
import io.percept.contract.ImageSource;
import io.percept.contract.MarkedRegion;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tasks look at of documents that are too long, or that hold animations. */
class DocumentViewsTest {

    private static final Task.Moderate MODERATE = new Task.Moderate("m", List.of("hate"), TaskOptions.NONE);
    private static final TaskOptions RATIONALE = TaskOptions.NONE.withRationale(true);

    private final Bundle bundle = TestBundle.bundle();
    private final Tokenizer tokenizer = new Tokenizer(bundle);
    private final TaskPlanner planner = new TaskPlanner(bundle, tokenizer, TokenLimits.DEFAULT);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void shouldModerateEveryPartOfALongDocument() {
        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(longChat(), MODERATE);

        assertThat(plan.parts()).hasSizeGreaterThan(2);
        assertThat(plan.use().windows()).hasSameSizeAs(plan.parts()).allSatisfy(window -> assertThat(window.lookedAt())
                .isTrue());
        assertThat(plan.use().droppedTokens()).isZero();
        assertThat(plan.parts()).allSatisfy(part -> assertThat(prefix(part).length())
                .isLessThan(bundle.decoder().maxPositions()));
    }

    @Test
    void shouldTakeTheHighestScoreOfAllParts() {
        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(longChat(), MODERATE);

        TaskAnswer.LabelScores answer = merged(plan, part -> part == 1 ? 0.9 : 0.2);

        assertThat(answer.scores()).containsExactly(Map.entry("hate", 0.9));
        assertThat(answer.seenIn()).containsExactly(Map.entry("hate", new SeenIn(1, Optional.empty())));
    }

    @Test
    void shouldModerateAnAnimationAsASequenceAndEachOfItsFrames() {
        TaskPlan.Parts plan = (TaskPlan.Parts)
                planner.plan(Document.of(new TextPart("look"), image("still"), animation("gif", 3)), MODERATE);

        assertThat(plan.parts()).hasSize(4);
        assertThat(prefix(plan.parts().getFirst()).images())
                .extracting(image -> image.digest().hex())
                .containsExactly("still", "gif0", "gif1", "gif2");
        assertThat(prefix(plan.parts().get(2)).images())
                .extracting(image -> image.digest().hex())
                .containsExactly("still", "gif1");
        assertThat(plan.use().windows()).isEmpty();
        assertThat(plan.use().animations())
                .containsExactly(new AnimationUse(
                        1, 30, 3000, List.of(new Frame(0, 0), new Frame(10, 1000), new Frame(20, 2000))));
    }

    @Test
    void shouldNameTheFrameThatGaveTheVerdict() {
        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(Document.of(image("still"), animation("gif", 3)), MODERATE);

        SeenIn alone = merged(plan, part -> part == 2 ? 0.8 : 0.1).seenIn().get("hate");
        SeenIn together =
                merged(plan, part -> part == 0 ? 0.8 : part / 10.0).seenIn().get("hate");

        assertThat(alone).isEqualTo(new SeenIn(0, Optional.of(new FrameOfImage(1, new Frame(10, 1000)))));
        assertThat(together).isEqualTo(new SeenIn(0, Optional.of(new FrameOfImage(1, new Frame(20, 2000)))));
    }

    @Test
    void shouldModerateAnAnimationWhoseFramesDoNotFitTogetherInPartsAndEachOfItsFrames() {
        int frames = tooManyFrames();

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(Document.of(animation("gif", frames)), MODERATE);

        assertThat(plan.use().windows()).hasSize(2);
        assertThat(plan.parts()).hasSize(2 + frames);
        assertThat(plan.use().animations()).singleElement().satisfies(animation -> assertThat(animation.lookedAt())
                .hasSize(frames)
                .doesNotHaveDuplicates());
    }

    @Test
    void shouldNameTheFrameThatGaveTheVerdictInAPartOfAnAnimation() {
        int frames = tooManyFrames();
        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(Document.of(animation("gif", frames)), MODERATE);
        int last = plan.parts().size() - 1;

        SeenIn seen = merged(plan, part -> part == last ? 0.8 : 0.1).seenIn().get("hate");

        Frame lastFrame = new Frame((frames - 1) * 10, (frames - 1) * 1000L);
        assertThat(seen).isEqualTo(new SeenIn(1, Optional.of(new FrameOfImage(0, lastFrame))));
    }

    @Test
    void shouldLookAtABoundedNumberOfSingleFrames() {
        Part[] animations =
                IntStream.range(0, 12).mapToObj(i -> animation("gif" + i, 4)).toArray(Part[]::new);

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(Document.of(animations), MODERATE);

        assertThat(plan.parts()).hasSize(plan.use().windows().size() + DocumentLooks.MAX_FRAMES);
        assertThat(plan.use().animations()).hasSize(12);
    }

    @Test
    void shouldAnswerFromThePartThatTheQuestionIsAbout() {
        Task.Answer question = new Task.Answer("a", "who painted the lighthouse?", TaskOptions.NONE);

        TaskPlan plan = planner.plan(longChat(), question);

        assertThat(plan.use().windows().stream().filter(Window::lookedAt))
                .singleElement()
                .satisfies(window -> assertThat(75)
                        .isBetween(window.from().piece(), window.to().piece() - 1));
        TokenSequence seen = prefix(((TaskPlan.Parts) plan).parts().getFirst());
        assertThat(tokenizer.decode(seen.ids())).contains("painted the lighthouse");
    }

    @Test
    void shouldPreferAPartWithAPictureWhereSomethingSeenIsAskedFor() {
        List<Part> parts = new ArrayList<>(longChat().parts());
        parts.add(image("last"));

        TaskPlan.Parts plan = (TaskPlan.Parts)
                planner.plan(new Document(parts), new Task.Answer("a", "what is in the picture?", TaskOptions.NONE));

        assertThat(prefix(plan.parts().getFirst()).images()).hasSize(1);
    }

    @Test
    void shouldCaptionTheFrameThatStandsForAnAnimation() {
        TaskPlan.Parts plan = (TaskPlan.Parts)
                planner.plan(Document.of(animation("gif", 3)), new Task.Caption("c", TaskOptions.NONE));

        assertThat(prefix(plan.parts().getFirst()).images())
                .extracting(image -> image.digest().hex())
                .containsExactly("gif1");
        assertThat(plan.use().animations())
                .containsExactly(new AnimationUse(0, 30, 3000, List.of(new Frame(10, 1000))));
    }

    @Test
    void shouldAnswerWithTheFramesOneAfterAnother() {
        TaskPlan.Parts plan = (TaskPlan.Parts)
                planner.plan(Document.of(animation("gif", 3)), new Task.Answer("a", "what happens?", TaskOptions.NONE));

        assertThat(prefix(plan.parts().getFirst()).images()).hasSize(3);
        assertThat(plan.use().windows()).isEmpty();
    }

    /** Examples that say nothing of the label that is asked first leave more room for it than for the other. */
    @ParameterizedTest
    @CsvSource({"hate, scam", "scam, hate"})
    void shouldModerateEveryPartForEveryLabelWhateverTheExamplesSayOfIt(String first, String second) {
        WorkedExample ofScam = new WorkedExample(
                Document.of(new TextPart("send money now ".repeat(8).strip())), "", Map.of("scam", true));
        TaskInputs inputs = TaskInputs.of(longChat()).withExamples(List.of(ofScam, ofScam, ofScam));

        TaskPlan plan = planner.plan(inputs, new Task.Moderate("m", List.of(first, second), TaskOptions.NONE));

        assertThat(plan.droppedTokens()).isZero();
        assertThat(((TaskPlan.Parts) plan).use().droppedTokens()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what color is {box}?",
                "what is shown in {box}?",
                "is the {box} by the lake?",
                "tell me of {box}"
            })
    void shouldAnswerAboutARegionFromThePartWithTheLastImage(String question) {
        List<Part> parts = new ArrayList<>();
        parts.add(image("first"));
        parts.addAll(longChat().parts());
        parts.add(image("last"));
        parts.addAll(longChat().parts());
        Region left = new Region.Relative(new BoundingBox(0, 0, 0.5, 1));

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(
                new Document(parts),
                new Task.Answer("a", question, List.of(new MarkedRegion("dog", left)), TaskOptions.NONE));

        assertThat(prefix(plan.parts().getFirst()).images())
                .extracting(image -> image.digest().hex())
                .containsExactly("last");
    }

    @Test
    void shouldModerateAPartWithoutAnImageDirectlyWhereARationaleIsWanted() {
        TaskOptions beams = RATIONALE.withDecoding(new Decoding(new Decoding.Beam(2, 1), 0, 0, List.of()));

        TaskPlan.Parts plan =
                (TaskPlan.Parts) planner.plan(imageAndLongChat(), new Task.Moderate("m", List.of("hate"), beams));

        assertThat(plan.parts()).hasSizeGreaterThan(2);
        assertThat(plan.parts().getFirst()).isInstanceOf(TaskPlan.RationaleFirst.class);
        assertThat(plan.parts().subList(1, plan.parts().size())).hasOnlyElementsOfType(TaskPlan.Direct.class);
    }

    @Test
    void shouldLoseNothingOfAPartThatIsModeratedDirectlyWhateverTheExamplesSayOfALabel() {
        WorkedExample ofScam = new WorkedExample(
                Document.of(new TextPart("send money now ".repeat(20).strip())), "", Map.of("scam", true));
        TaskInputs inputs = TaskInputs.of(imageAndLongChat()).withExamples(List.of(ofScam, ofScam, ofScam));

        TaskPlan plan = planner.plan(inputs, new Task.Moderate("m", List.of("hate", "scam"), RATIONALE));

        assertThat(plan.droppedTokens()).isZero();
    }

    @Test
    void shouldLoseNothingOfAPartThatIsDescribedWhateverTheExamplesSayOfALabel() {
        WorkedExample ofScam = new WorkedExample(
                Document.of(new TextPart("send money now ".repeat(20).strip())), "", Map.of("scam", true));
        TaskInputs inputs = TaskInputs.of(imageAndLongChat()).withExamples(List.of(ofScam, ofScam, ofScam));

        TaskPlan.Parts plan =
                (TaskPlan.Parts) planner.plan(inputs, new Task.Moderate("m", List.of("hate", "scam"), RATIONALE));
        TaskPlan.RationaleFirst first = (TaskPlan.RationaleFirst) plan.parts().getFirst();

        assertThat(first.then()
                        .apply(new Generation(tokenizer.encode("A red car."), true))
                        .droppedTokens())
                .isZero();
    }

    @Test
    void shouldAnswerDirectlyFromAPartWithoutAnImageWhereARationaleIsWanted() {
        TaskPlan.Parts plan = (TaskPlan.Parts)
                planner.plan(imageAndLongChat(), new Task.Answer("a", "who painted the lighthouse?", RATIONALE));

        assertThat(tokenizer.decode(prefix(plan.parts().getFirst()).ids())).contains("painted the lighthouse");
    }

    @Test
    void shouldChooseDirectlyFromAPartWithoutAnImageWhereARationaleIsWanted() {
        List<Candidate> people = List.of(new Candidate.Text("my aunt"), new Candidate.Text("ann"));

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(
                imageAndLongChat(), new Task.Choose("c", "who painted the lighthouse?", people, RATIONALE));

        assertThat(tokenizer.decode(prefix(plan.parts().getFirst()).ids())).contains("painted the lighthouse");
    }

    @Test
    void shouldRecordTheFramesThatAlternativeTextsAreOf() {
        Document page = Document.of(animation("gif", 3), image("still"), animation("other", 3));

        TaskPlan plan =
                planner.plan(page, new Task.AltText("t", List.of(0, 1), 125, Optional.empty(), TaskOptions.NONE));

        assertThat(plan.use().animations())
                .containsExactly(new AnimationUse(0, 30, 3000, List.of(new Frame(10, 1000))));
    }

    @Test
    void shouldRecordTheFramesThatCandidateImagesAreTriedBehind() {
        Candidate candidate = new Candidate.Image(new ImageSource.Address("http://example.org/a.png"));
        Document document = Document.of(new TextPart("The quick brown fox jumps. ".repeat(400)), animation("gif", 2));
        TaskInputs inputs = TaskInputs.of(document)
                .withCandidateImages(List.of(image("a").image(), image("b").image()));

        TaskPlan plan = planner.plan(inputs, new Task.Choose("c", "", List.of(candidate, candidate), TaskOptions.NONE));

        assertThat(plan.use().animations())
                .containsExactly(new AnimationUse(0, 30, 3000, List.of(new Frame(0, 0), new Frame(10, 1000))));
        assertThat(plan.use().droppedTokens()).isPositive();
    }

    private static TaskAnswer.LabelScores merged(TaskPlan.Parts plan, IntToDoubleFunction score) {
        List<TaskAnswer> answers = IntStream.range(0, plan.parts().size())
                .<TaskAnswer>mapToObj(
                        part -> new TaskAnswer.LabelScores(Map.of("hate", score.applyAsDouble(part)), Optional.empty()))
                .toList();
        return (TaskAnswer.LabelScores) plan.merge().apply(answers);
    }

    private static TokenSequence prefix(TaskPlan plan) {
        return ((TaskPlan.Direct) plan).plans().getFirst().prefix();
    }

    private static Document imageAndLongChat() {
        List<Part> parts = new ArrayList<>();
        parts.add(image("first"));
        parts.addAll(longChat().parts());
        return new Document(parts);
    }

    private static Document longChat() {
        List<Part> turns = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            turns.add(new TextPart(
                    i == 75 ? "bob: my aunt painted the lighthouse." : "ann: the dog ran to the lake and back again."));
        }
        return new Document(turns);
    }

    /** One more than would fit even without a question. */
    private int tooManyFrames() {
        return bundle.decoder().maxPositions() / (bundle.image().queries() + 2) + 1;
    }

    private static AnimationPart animation(String name, int frames) {
        List<PreparedFrame> chosen = IntStream.range(0, frames)
                .mapToObj(i -> new PreparedFrame(image(name + i).image(), i * 10, i * 1000L))
                .toList();
        return new AnimationPart(new PreparedFrames(chosen, 1, 30, 3000, true), ImageNotes.NONE);
    }

    private static ImagePart image(String name) {
        return new ImagePart(new PreparedImage(new ContentDigest(name), ImageFormat.PNG, 1, 1, new byte[0]));
    }
}
