package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.fuzz.Cost;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts of megabytes, which nobody writes who wants an answer. */
@Timeout(120)
class LongTextsTest extends PlanningFixture {

    private static final long MEGABYTE = 1 << 20;
    private static final String WORDS = "word ".repeat(2_000_000);

    @Test
    void shouldRefuseADocumentOfTenMegabytesAtLittleCost() {
        Document document = Document.of(new TextPart(WORDS));

        assertRefusedAtLittleCost(document, new Task.Answer("a", "what is this?", TaskOptions.NONE));
        assertRefusedAtLittleCost(document, new Task.Moderate("m", List.of(), TaskOptions.NONE));
    }

    @Test
    void shouldRefuseADocumentOfTenMegabytesThatIsToBeDescribedAtLittleCost() {
        Document document = Document.of(new ImagePart(image), new TextPart(WORDS));

        assertRefusedAtLittleCost(document, new Task.Moderate("m", List.of(), RATIONALE));
    }

    @Test
    void shouldRefuseAQuestionOfTenMegabytesAtLittleCost() {
        assertRefusedAtLittleCost(Document.of(image), new Task.Answer("a", WORDS, TaskOptions.NONE));
    }

    @Test
    void shouldRefuseACandidateOfTenMegabytesAtLittleCost() {
        List<Candidate> candidates = List.of(new Candidate.Text("short"), new Candidate.Text(WORDS));

        assertRefusedAtLittleCost(Document.of(image), new Task.Choose("c", "which?", candidates, TaskOptions.NONE));
    }

    @Test
    void shouldRefuseExamplesThatFillTheContextBeforeAllOfThemAreRead() {
        WorkedExample example = new WorkedExample(Document.of(new TextPart("word ".repeat(2_000))), "an answer");
        TaskInputs inputs = TaskInputs.of(Document.of(image)).withExamples(Collections.nCopies(1_000, example));
        Task task = new Task.Answer("a", "what is this?", TaskOptions.NONE);

        Cost.keepBelow(50 * MEGABYTE, Duration.ofSeconds(3), () -> assertThatThrownBy(() -> planner.plan(inputs, task))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LONG))
                .hasMessageContaining("send fewer or shorter examples"));
    }

    /** Marks on letters are left out of what is read, so that they do not make a text long. */
    @Test
    void shouldNotTakeATextForTooLongForWhatIsLeftOutOfIt() {
        Document document = Document.of(new TextPart("a\u0301" + "\u0302".repeat(5_000_000)));

        assertThat(planner.plan(document, new Task.Answer("a", "what is this?", TaskOptions.NONE)))
                .isInstanceOf(TaskPlan.Direct.class);
    }

    @Test
    void shouldCutAnEndlessWordOfCharactersThatAreLeftOutInTheTimeThatItsLengthTakes() {
        Document document = Document.of(new TextPart(("a" + "\u0301".repeat(250)).repeat(6_000)));

        Cost.keepBelow(
                2_000 * MEGABYTE,
                Duration.ofSeconds(5),
                () -> planner.plan(document, new Task.Moderate("m", List.of("hate"), TaskOptions.NONE)));
    }

    @Test
    void shouldReadAMegabyteOfBracketsOnceForAllTasks() {
        Document document = Document.of(new TextPart("<".repeat(1 << 20)), new ImagePart(image));

        Cost.keepBelow(1_000 * MEGABYTE, Duration.ofSeconds(20), () -> {
            for (int task = 0; task < 8; task++) {
                TaskPlan plan = planner.plan(document, new Task.Caption("c" + task, TaskOptions.NONE));
                assertThat(plan.droppedTokens()).isGreaterThanOrEqualTo(1 << 20);
            }
        });
    }

    private void assertRefusedAtLittleCost(Document document, Task task) {
        Cost.keepBelow(200 * MEGABYTE, Duration.ofSeconds(3), () -> assertCode(ErrorCode.TOO_LONG, document, task));
    }
}
