package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the tasks of one event may ask of the model together. */
class PlanBudgetTest extends PlanningFixture {

    private final PlanBudget budget = new PlanBudget();

    @Test
    void shouldRefuseTheModerationThatTakesMoreThanIsLeft() {
        Task moderate = new Task.Moderate("m", List.of(), TaskOptions.NONE);
        TaskInputs book = TaskInputs.of(book());
        TaskPlan.Parts first = (TaskPlan.Parts) planner.plan(book, moderate, budget);
        int taken = first.parts().size() * bundle.moderation().questions().size();

        for (int left = PlanBudget.MOST - taken; left >= taken; left -= taken) {
            assertThat(planner.plan(book, moderate, budget)).isNotNull();
        }

        assertThat(first.parts()).hasSizeGreaterThan(30);
        assertRefused(() -> planner.plan(book, moderate, budget));
    }

    @Test
    void shouldPlanWhatStillFitsBehindATaskThatIsRefused() {
        budget.take(new Task.Moderate("m", List.of(), TaskOptions.NONE), PlanBudget.MOST - 9);

        assertRefused(
                () -> planner.plan(TaskInputs.of(book()), new Task.Moderate("m", List.of(), TaskOptions.NONE), budget));
        assertThat(planner.plan(
                        TaskInputs.of(Document.of(image)),
                        new Task.Moderate("m", List.of("hate"), TaskOptions.NONE),
                        budget))
                .isNotNull();
        assertThat(planner.plan(TaskInputs.of(Document.of(image)), new Task.Caption("c", TaskOptions.NONE), budget))
                .isNotNull();
    }

    @Test
    void shouldTakeNothingForATaskThatIsRefusedForWhatItAsks() {
        Decoding beams = new Decoding(new Decoding.Beam(3, 1), 0, 0, List.of());
        Task wrong = new Task.Moderate("w", List.of(), TaskOptions.NONE.withDecoding(beams));
        TaskInputs book = TaskInputs.of(book());

        for (int i = 0; i < PlanBudget.MOST; i += 9) {
            assertInvalid(() -> planner.plan(book, wrong, budget));
        }

        assertThat(planner.plan(book, new Task.Moderate("m", List.of(), TaskOptions.NONE), budget))
                .isNotNull();
    }

    @Test
    void shouldGiveBackWhatAModerationTookThatIsRefusedWhilePlanned() {
        TaskInputs illustrated =
                TaskInputs.of(Document.of(new ImagePart(image), book().parts().getFirst()));
        Task wrong = new Task.Moderate("w", List.of(), RATIONALE.withDecoding(atLeast(200)));

        for (int i = 0; i < 4; i++) {
            assertInvalid(() -> planner.plan(illustrated, wrong, budget));
        }

        assertThat(planner.plan(illustrated, new Task.Moderate("m", List.of(), TaskOptions.NONE), budget))
                .isNotNull();
    }

    @Test
    void shouldGiveBackWhatAlternativeTextsTookThatAreRefusedWhilePlanned() {
        TaskInputs images = TaskInputs.of(new Document(Collections.nCopies(PlanBudget.MOST / 2, new ImagePart(image))));
        TaskOptions endless = TaskOptions.NONE.withDecoding(atLeast(200));
        Task wrong = new Task.AltText("w", List.of(), 125, Optional.empty(), endless);

        for (int i = 0; i < 3; i++) {
            assertInvalid(() -> planner.plan(images, wrong, budget));
        }

        Task altText = new Task.AltText("t", List.of(), 125, Optional.empty(), TaskOptions.NONE);
        assertThat(planner.plan(images, altText, budget)).isNotNull();
    }

    @Test
    void shouldTakeOneForEachImageOfAlternativeTexts() {
        TaskInputs images = TaskInputs.of(new Document(Collections.nCopies(PlanBudget.MOST / 2, new ImagePart(image))));
        Task altText = new Task.AltText("t", List.of(), 125, Optional.empty(), TaskOptions.NONE);

        planner.plan(images, altText, budget);
        planner.plan(images, altText, budget);

        assertRefused(() -> planner.plan(images, altText, budget));
    }

    @Test
    void shouldNotCountTheTasksOfOtherEvents() {
        Task altText = new Task.AltText("t", List.of(), 125, Optional.empty(), TaskOptions.NONE);
        budget.take(altText, PlanBudget.MOST);

        assertThat(planner.plan(TaskInputs.of(Document.of(image)), altText)).isNotNull();
    }

    private static Decoding atLeast(int tokens) {
        return new Decoding(new Decoding.Greedy(), 0, tokens, List.of());
    }

    private static void assertInvalid(Runnable planning) {
        assertThatThrownBy(planning::run).isInstanceOfSatisfying(PerceptException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.INVALID_TASK));
    }

    private static void assertRefused(Runnable planning) {
        assertThatThrownBy(planning::run)
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LONG))
                .hasMessageContaining("of the 2048 that the tasks of an event may take together");
    }

    /** Some fifty parts. */
    private Document book() {
        String sentence = "the dog ran to the lake. ";
        int sentences = 50 * bundle.decoder().maxPositions() / tokenizer.encode(sentence).length;
        return Document.of(new TextPart(sentence.repeat(sentences)));
    }
}
