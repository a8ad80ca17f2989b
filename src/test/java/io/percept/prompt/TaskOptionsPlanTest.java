package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.MarkedRegion;
import io.percept.contract.PixelBox;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutput;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Worked examples, rationales, regions and temperatures in plans. */
class TaskOptionsPlanTest extends PlanningFixture {

    @Test
    void shouldDescribeBeforeItTriesCandidateImages() {
        Candidate candidate = new Candidate.Image(new ImageSource.Address("http://example.org/a.png"));
        Task task = new Task.Choose("c", "", List.of(candidate, candidate), RATIONALE);
        TaskInputs inputs = TaskInputs.of(Document.of(image)).withCandidateImages(List.of(image, other));

        TaskPlan.RationaleFirst plan = (TaskPlan.RationaleFirst) planner.plan(inputs, task);
        TaskPlan.Direct next = plan.then().apply(new Generation(tokenizer.encode("A red car."), true));

        assertThat(next.plans())
                .extracting(TokenPlan::prefix)
                .containsOnly(plan.rationale().prefix());
        int[] before = tokenizer.encode("A red car. The following image is:");
        assertThat(next.plans().get(1).prompt().ids()).startsWith(before);
        assertThat(next.plans().get(1).prompt().images()).containsExactly(other);
        assertThat(rationaleOf(next.reader()
                        .apply(List.of(
                                new CandidateScores(new double[] {0, 0}), new CandidateScores(new double[] {0, 0})))))
                .contains("A red car.");
    }

    @Test
    void shouldShowEachLabelWhatAnExampleSaysOfIt() {
        WorkedExample example = new WorkedExample(Document.of(other), "", Map.of("hate", true, "scam", false));
        TaskInputs inputs = TaskInputs.of(Document.of(image)).withExamples(List.of(example));

        TaskPlan.Direct plan = (TaskPlan.Direct)
                planner.plan(inputs, new Task.Moderate("m", List.of("hate", "scam", "adult"), TaskOptions.NONE));

        List<String> verdicts = bundle.moderation().candidates();
        assertThat(tokenizer.decode(plan.plans().get(0).prefix().ids())).endsWith(verdicts.get(0));
        assertThat(tokenizer.decode(plan.plans().get(1).prefix().ids())).endsWith(verdicts.get(1));
        assertThat(plan.plans().get(2).prefix().images()).containsExactly(image);
    }

    @Test
    void shouldShowEachLabelItsOwnExamplesAfterADescriptionWithoutAny() {
        WorkedExample example = new WorkedExample(Document.of(other), "", Map.of("hate", true, "scam", false));
        TaskInputs inputs = TaskInputs.of(Document.of(image)).withExamples(List.of(example));

        TaskPlan.RationaleFirst plan = (TaskPlan.RationaleFirst)
                planner.plan(inputs, new Task.Moderate("m", List.of("adult", "hate", "scam"), RATIONALE));
        TaskPlan.Direct next = plan.then().apply(new Generation(tokenizer.encode("A red car."), true));

        List<String> verdicts = bundle.moderation().candidates();
        assertThat(plan.rationale().prefix().images()).containsExactly(image);
        assertThat(next.plans().get(0).prefix().images()).containsExactly(image);
        assertThat(tokenizer.decode(next.plans().get(1).prefix().ids())).endsWith(verdicts.get(0));
        assertThat(tokenizer.decode(next.plans().get(2).prefix().ids())).endsWith(verdicts.get(1));
        String hate = bundle.moderation().questions().get("hate").strip();
        assertThat(next.plans().get(1).prompt().ids())
                .isEqualTo(tokenizer.encode("A red car. Question: " + hate + " Answer:"));
    }

    @Test
    void shouldDescribeForEveryLabelOnOnePrefixWhereThereAreNoExamples() {
        TaskPlan.RationaleFirst plan = (TaskPlan.RationaleFirst)
                planner.plan(Document.of(image), new Task.Moderate("m", List.of("hate", "scam"), RATIONALE));
        TaskPlan.Direct next = plan.then().apply(new Generation(tokenizer.encode("A red car."), true));

        assertThat(plan.rationale().followed()).isTrue();
        assertThat(next.plans())
                .hasSize(2)
                .extracting(TokenPlan::prefix)
                .containsOnly(plan.rationale().prefix());
    }

    @Test
    void shouldNotTakeAnExampleWithoutAnAnswerForAQuestion() {
        WorkedExample example = new WorkedExample(Document.of(other), "", Map.of("hate", true));
        TaskInputs inputs = TaskInputs.of(Document.of(image)).withExamples(List.of(example));

        assertThatThrownBy(() -> planner.plan(inputs, new Task.Caption("c", TaskOptions.NONE)))
                .hasMessageContaining("example without an answer");
    }

    @Test
    void shouldHaveTheExamplesAsTheStemOfEveryDocument() {
        TaskInputs examples =
                TaskInputs.of(Document.of(image)).withExamples(List.of(new WorkedExample(Document.of(other), "dax")));
        Task task = new Task.Caption("c", TaskOptions.NONE);

        TokenSequence prefix = ((TaskPlan.Direct) planner.plan(examples, task))
                .plans()
                .getFirst()
                .prefix();

        assertThat(prefix.stem().images()).containsExactly(other);
        assertThat(prefix.afterStem(queries).images()).containsExactly(image);
        assertThat(prefix.afterStem(queries).imageRows()[1]).isZero();
        assertThat(prefix.stem().then(prefix.afterStem(queries), queries)).isEqualTo(prefix);
        assertThat(single(Document.of(image), task).prefix().stem().length()).isZero();
    }

    @Test
    void shouldCalibrateALabelByItsOwnTemperature() {
        TaskInputs inputs = TaskInputs.of(Document.of(image))
                .withQuestions(Map.of("mess", new LabelQuestion("is this a mess?", OptionalDouble.of(2))));

        TaskPlan.Direct plan =
                (TaskPlan.Direct) planner.plan(inputs, new Task.Moderate("m", List.of(), TaskOptions.NONE));
        TaskAnswer answer = plan.reader().apply(List.of(new CandidateScores(new double[] {0, Math.log(9)})));

        assertThat(((TaskAnswer.LabelScores) answer).scores().get("mess"))
                .isCloseTo(0.25, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void shouldCalibrateAChoiceByTheTemperatureGiven() {
        Task task = new Task.Choose(
                "c", "which?", List.of(new Candidate.Text("a"), new Candidate.Text("b")), TaskOptions.NONE);

        TaskPlan.Direct plan =
                (TaskPlan.Direct) planner.plan(TaskInputs.of(Document.of(image)).withChoiceTemperature(2), task);
        TaskAnswer answer = plan.reader().apply(List.of(new CandidateScores(new double[] {0, Math.log(9)})));

        List<Double> probabilities = ((TaskOutput.Choice) ((TaskAnswer.Output) answer).output()).probabilities();
        assertThat(probabilities.get(0)).isCloseTo(0.25, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void shouldWriteTheRegionsOfAQuestionInTheirPlaces() {
        PreparedImage wide = new PreparedImage(new ContentDigest("c"), ImageFormat.PNG, 64, 32, new byte[0]);
        Region pixels = new Region.Pixels(new PixelBox(0, 0, 2, 1));
        Region relative = new Region.Relative(new BoundingBox(.390625, .046875, .984375, .828125));
        Task task = new Task.Answer(
                "a",
                "is {box} left of {box}?",
                List.of(new MarkedRegion("the <phrase>dog", pixels), new MarkedRegion("it", relative)),
                TaskOptions.NONE);

        TokenPlan plan = single(Document.of(new ImagePart(image), new ImagePart(wide)), task);

        assertThat(plan.prompt().ids())
                .isEqualTo(tokenizer.encode("Question: is <phrase>the < phrase>dog</phrase><object><patch_index_0000>"
                        + "<patch_index_0000></object> left of <phrase>it</phrase><object><patch_index_0044>"
                        + "<patch_index_0863></object>? Answer:"));
    }

    @Test
    void shouldRefuseRegionsThatTheQuestionDoesNotSpeakOf() {
        Region region = new Region.Pixels(new PixelBox(0, 0, 2, 1));
        MarkedRegion marked = new MarkedRegion("it", region);
        Document document = Document.of(image);

        assertThatThrownBy(() ->
                        planner.plan(document, new Task.Answer("a", "what is it?", List.of(marked), TaskOptions.NONE)))
                .hasMessageContaining("1 regions, and its question speaks of 0");
        assertThatThrownBy(() -> planner.plan(
                        document, new Task.Answer("a", "what is {box}?", List.of(marked), TaskOptions.NONE)))
                .hasMessageContaining("leaves image 1, which has 1 x 1 pixels");
        assertCode(
                ErrorCode.MISSING_IMAGE,
                Document.of(new TextPart("hello")),
                new Task.Answer("a", "what is {box}?", List.of(marked), TaskOptions.NONE));
    }

    @Test
    void shouldAnswerChooseAndModerateTextAlone() {
        Document text = Document.of(new TextPart("the car is red"));
        List<Candidate> colours = List.of(new Candidate.Text("red"), new Candidate.Text("blue"));

        assertThat(single(text, new Task.Answer("a", "what color is the car?", TaskOptions.NONE))
                        .prefix()
                        .ids())
                .startsWith(special.bos())
                .endsWith(tokenizer.encode("the car is red"));
        assertThat(single(text, new Task.Choose("c", "what color?", colours, TaskOptions.NONE)))
                .isInstanceOf(ScoringPlan.class);
        assertThat(single(text, new Task.Moderate("m", List.of("hate"), TaskOptions.NONE)))
                .isInstanceOf(ScoringPlan.class);
    }

    @Test
    void shouldAskDirectlyOfTextAloneWhereARationaleIsWanted() {
        Document text = Document.of(new TextPart("the car is red"));
        List<Candidate> colours = List.of(new Candidate.Text("red"), new Candidate.Text("blue"));
        Candidate picture = new Candidate.Image(new ImageSource.Address("http://example.org/a.png"));
        TaskInputs pictures = TaskInputs.of(text).withCandidateImages(List.of(image, other));

        assertThat(planner.plan(text, new Task.Answer("a", "what color is the car?", RATIONALE)))
                .isInstanceOf(TaskPlan.Direct.class);
        assertThat(planner.plan(text, new Task.Choose("c", "what color?", colours, RATIONALE)))
                .isInstanceOf(TaskPlan.Direct.class);
        assertThat(planner.plan(pictures, new Task.Choose("c", "", List.of(picture, picture), RATIONALE)))
                .isInstanceOf(TaskPlan.Direct.class);
    }

    @Test
    void shouldModerateTextAloneWithoutTheRationaleThatIsWanted() {
        Task task = new Task.Moderate("m", List.of("hate"), RATIONALE);

        TaskPlan.Direct plan = (TaskPlan.Direct) planner.plan(Document.of(new TextPart("the car is red")), task);
        TaskAnswer answer = plan.reader().apply(List.of(new CandidateScores(new double[] {0, 0})));

        assertThat(((TaskAnswer.LabelScores) answer).rationale()).isEmpty();
        assertThat(((TaskAnswer.LabelScores) answer).scores()).containsOnlyKeys("hate");
    }

    private static Optional<String> rationaleOf(TaskAnswer answer) {
        return ((TaskOutput.Choice) ((TaskAnswer.Output) answer).output()).rationale();
    }
}
