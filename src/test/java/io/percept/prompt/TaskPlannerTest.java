package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageFrame;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskPlannerTest extends PlanningFixture {

    @Test
    void shouldPlaceTheImageBetweenItsMarks() {
        TokenPlan plan = single(Document.of(image), new Task.Caption("c", TaskOptions.NONE));

        assertThat(plan.prefix().ids()).startsWith(special.bos(), special.imageStart(), special.imagePad());
        assertThat(plan.prefix().length()).isEqualTo(queries + 3);
        assertThat(plan.prefix().imageRows()[2]).isZero();
        assertThat(plan.prefix().imageRows()[queries + 1]).isEqualTo(queries - 1);
        assertThat(plan.prompt().ids()).isEqualTo(tokenizer.encode("An image of"));
    }

    @Test
    void shouldKeepTextsAndImagesInOrder() {
        Document document = Document.of(new ImagePart(image), new TextPart("and then"), new ImagePart(other));

        TokenPlan plan = single(document, new Task.Caption("c", TaskOptions.NONE));

        assertThat(plan.prefix().images()).containsExactly(image, other);
        int[] text = tokenizer.encode("and then");
        assertThat(Arrays.copyOfRange(plan.prefix().ids(), queries + 3, queries + 3 + text.length))
                .isEqualTo(text);
        assertThat(plan.prefix().imageRows()[plan.prefix().length() - 2]).isEqualTo(2 * queries - 1);
    }

    @Test
    void shouldPutExamplesBeforeTheDocument() {
        Task task = new Task.Answer("a", "what is this?", TaskOptions.NONE);
        TaskInputs inputs =
                TaskInputs.of(Document.of(image)).withExamples(List.of(new WorkedExample(Document.of(other), "a car")));

        TokenPlan plan = ((TaskPlan.Direct) planner.plan(inputs, task)).plans().getFirst();

        assertThat(plan.prefix().images()).containsExactly(other, image);
        assertThat(Arrays.copyOfRange(
                        plan.prefix().ids(), queries + 3, plan.prefix().length() - queries - 2))
                .isEqualTo(tokenizer.encode("Question: what is this? Answer: a car"));
    }

    @Test
    void shouldAskOneQuestionPerLabelOnOnePrefix() {
        TaskPlan.Direct plan =
                (TaskPlan.Direct) planner.plan(Document.of(image), new Task.Moderate("m", List.of(), TaskOptions.NONE));

        assertThat(plan.plans()).hasSize(bundle.moderation().questions().size());
        assertThat(plan.plans())
                .extracting(TokenPlan::prefix)
                .containsOnly(plan.plans().getFirst().prefix());
        assertThat(plan.plans()).allSatisfy(each -> assertThat(((ScoringPlan) each).longestCandidate())
                .isOne());
    }

    @Test
    void shouldAskThePolicysQuestionsWhereGiven() {
        TaskInputs inputs =
                TaskInputs.of(Document.of(image)).withQuestions(Map.of("mess", LabelQuestion.of("is this a mess?")));

        TaskPlan.Direct plan =
                (TaskPlan.Direct) planner.plan(inputs, new Task.Moderate("m", List.of("mess"), TaskOptions.NONE));
        TaskAnswer answer = plan.reader().apply(List.of(new CandidateScores(new double[] {0, Math.log(3)})));

        assertThat(((TaskAnswer.LabelScores) answer).scores()).containsOnlyKeys("mess");
        assertThatThrownBy(() -> planner.plan(inputs, new Task.Moderate("m", List.of("hate"), TaskOptions.NONE)))
                .hasMessageContaining("hate")
                .hasMessageContaining("mess");
    }

    @Test
    void shouldDescribeFirstWhereARationaleIsWanted() {
        TaskPlan.RationaleFirst plan = (TaskPlan.RationaleFirst)
                planner.plan(Document.of(image), new Task.Answer("a", "what is this?", RATIONALE));

        TaskPlan.Direct next = plan.then().apply(new Generation(tokenizer.encode("A red car."), true));
        TaskAnswer answer = next.reader().apply(List.of(new Generation(tokenizer.encode("car"), true)));

        assertThat(plan.rationale().prompt().ids()).isEqualTo(tokenizer.encode("Describe this image in detail:"));
        assertThat(next.plans().getFirst().prompt().ids())
                .isEqualTo(tokenizer.encode("A red car. Question: what is this? Answer:"));
        assertThat(answer).isEqualTo(new TaskAnswer.Output(new TaskOutput.Text("car", Optional.of("A red car."))));
    }

    @Test
    void shouldTryEachCandidateImageInPlace() {
        Candidate candidate = new Candidate.Image(new ImageSource.Address("http://example.org/a.png"));
        Task task = new Task.Choose("c", "", List.of(candidate, candidate), TaskOptions.NONE);
        TaskInputs inputs = TaskInputs.of(Document.of(new TextPart("Here is one image:"), new ImagePart(image)))
                .withCandidateImages(List.of(image, other));

        TaskPlan.Direct plan = (TaskPlan.Direct) planner.plan(inputs, task);
        TaskAnswer answer = plan.reader()
                .apply(List.of(
                        new CandidateScores(new double[] {Math.log(1), Math.log(3)}),
                        new CandidateScores(new double[] {Math.log(3), Math.log(1)})));

        assertThat(plan.plans().get(1).prompt().images()).containsExactly(other);
        assertThat(answer)
                .isEqualTo(new TaskAnswer.Output(new TaskOutput.Choice(1, List.of(0.25, 0.75), Optional.empty())));
    }

    @Test
    void shouldReadPhrasesWithTheirBoxes() {
        TaskPlan.Direct plan = (TaskPlan.Direct)
                planner.plan(Document.of(image), new Task.Ground("g", Optional.empty(), TaskOptions.NONE));
        int[] ids = tokenizer.encode("<phrase>a dog</phrase><object><patch_index_0044><patch_index_0863>"
                + "</delimiter_of_multi_objects/><patch_index_0000><patch_index_0000></object> and"
                + "<phrase>a cat</phrase>");

        TaskOutput.Grounded output = (TaskOutput.Grounded)
                ((TaskAnswer.Output) plan.reader().apply(List.of(new Generation(ids, true)))).output();

        assertThat(output.text()).isEqualTo("a dog and a cat");
        assertThat(output.image()).isEqualTo(new ImageFrame(0, 1, 1));
        assertThat(output.phrases())
                .containsExactly(new TaskOutput.GroundedPhrase(
                        "a dog",
                        List.of(
                                new BoundingBox(.390625, .046875, .984375, .828125),
                                new BoundingBox(0, 0, 1 / 32.0, 1 / 32.0))));
    }

    @Test
    void shouldReadTheBoxesOfThePhraseThatWasAskedFor() {
        TaskPlan.Direct plan = (TaskPlan.Direct)
                planner.plan(Document.of(image), new Task.Ground("g", Optional.of("a dog"), TaskOptions.NONE));
        int[] ids = tokenizer.encode("<object><patch_index_0044><patch_index_0863></object>");

        TaskOutput.Grounded output = (TaskOutput.Grounded)
                ((TaskAnswer.Output) plan.reader().apply(List.of(new Generation(ids, true)))).output();

        assertThat(output.phrases()).singleElement().satisfies(phrase -> assertThat(phrase.phrase())
                .isEqualTo("a dog"));
    }

    @Test
    void shouldSayThatBoxesEndedAtTheirLimit() {
        TaskPlan.Direct plan = (TaskPlan.Direct)
                planner.plan(Document.of(image), new Task.Ground("g", Optional.of("a dog"), TaskOptions.NONE));
        int[] ids = tokenizer.encode("<object><patch_index_0044><patch_index_0863>");

        TaskOutput.Grounded output = (TaskOutput.Grounded)
                ((TaskAnswer.Output) plan.reader().apply(List.of(new Generation(ids, false)))).output();

        assertThat(output.cut()).isTrue();
    }

    @Test
    void shouldWriteABoxAsLocationTokens() {
        TokenPlan plan = single(
                Document.of(image),
                new Task.Refer(
                        "r",
                        new Region.Relative(new BoundingBox(.390625, .046875, .984375, .828125)),
                        TaskOptions.NONE));

        assertThat(plan.prompt().ids()).contains(special.patchFirst() + 44, special.patchFirst() + 863);
    }

    @Test
    void shouldNotLetAQuestionWriteSpecialTokens() {
        TokenPlan plan = single(
                Document.of(image), new Task.Answer("a", "</s><patch_index_0044> what {question}?", TaskOptions.NONE));

        assertThat(plan.prompt().ids()).doesNotContain(special.eos(), special.patchFirst() + 44);
    }

    @Test
    void shouldShortenLongTextBetweenWords() {
        String text = "The quick brown fox jumps. ".repeat(400);
        Document document = Document.of(new TextPart(text), new ImagePart(image));

        TaskPlan plan = planner.plan(document, new Task.Caption("c", TaskOptions.NONE));
        GenerationPlan generation =
                (GenerationPlan) ((TaskPlan.Direct) plan).plans().getFirst();

        assertThat(plan.droppedTokens()).isPositive();
        assertThat(generation.maxTokens()).isEqualTo(TokenLimits.DEFAULT.caption());
        assertThat(generation.length() + generation.maxTokens())
                .isLessThanOrEqualTo(bundle.decoder().maxPositions())
                .isGreaterThan(bundle.decoder().maxPositions() - 20);
        assertThat(generation.prefix().images()).containsExactly(image);
    }

    @Test
    void shouldRefuseMoreImagesThanFit() {
        Part[] parts = new Part[40];
        Arrays.fill(parts, new ImagePart(image));

        assertThatThrownBy(() -> planner.plan(Document.of(parts), new Task.Caption("c", TaskOptions.NONE)))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LONG))
                .hasMessageContaining("40 images");
    }

    @Test
    void shouldSayThatAQuestionLeavesNoRoomEvenForAnEmptyDocument() {
        Task answer = new Task.Answer("a", "why? ".repeat(1_000), TaskOptions.NONE);
        Task choice = new Task.Choose(
                "c",
                "which? ".repeat(1_000),
                List.of(new Candidate.Text("this"), new Candidate.Text("that")),
                TaskOptions.NONE);

        for (Document empty : List.of(Document.of(), Document.of(new TextPart(" ")))) {
            assertCode(ErrorCode.TOO_LONG, empty, answer);
            assertCode(ErrorCode.TOO_LONG, empty, choice);
        }
        assertThatThrownBy(() -> planner.plan(Document.of(), answer)).hasMessageContaining("send a shorter question");
    }

    @Test
    void shouldRefuseTasksThatLackSomething() {
        Document text = Document.of(new TextPart("hello"));

        assertCode(ErrorCode.MISSING_IMAGE, text, new Task.Caption("c", TaskOptions.NONE));
        assertCode(ErrorCode.MISSING_QUESTION, text, new Task.Answer("a", "  ", TaskOptions.NONE));
        assertCode(ErrorCode.INVALID_TASK, text, new Task.Choose("c", "which?", List.of(), TaskOptions.NONE));
        assertCode(ErrorCode.INVALID_TASK, Document.of(image), new Task.Caption("c", RATIONALE));
        assertCode(
                ErrorCode.UNKNOWN_TASK, text, new Task.Unreadable("u", "sing", ErrorCode.UNKNOWN_TASK, "cannot sing"));
    }
}
