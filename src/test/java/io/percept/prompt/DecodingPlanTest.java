package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Decoding options in plans. */
class DecodingPlanTest extends PlanningFixture {

    @Test
    void shouldGenerateAsTheTaskWants() {
        Decoding decoding = new Decoding(new Decoding.Beam(3, 1), 2, 4, List.of("."));
        Task task = new Task.Caption("c", TaskOptions.NONE.withMaxTokens(9).withDecoding(decoding));

        GenerationPlan plan = (GenerationPlan) single(Document.of(image), task);

        assertThat(plan.width()).isEqualTo(3);
        assertThat(plan.maxTokens()).isEqualTo(9);
        assertThat(plan.constraints())
                .hasExactlyElementsOfTypes(NoRepeatNgram.class, MinLength.class, StopStrings.class);
    }

    @Test
    void shouldEndATextBeforeItsStopString() {
        Decoding decoding = new Decoding(new Decoding.Greedy(), 0, 0, List.of(" and"));
        Task task = new Task.Caption("c", TaskOptions.NONE.withDecoding(decoding));

        TaskPlan.Direct plan = (TaskPlan.Direct) planner.plan(Document.of(image), task);
        TaskAnswer answer = plan.reader().apply(List.of(new Generation(tokenizer.encode("a car and a dog"), true)));

        assertThat(answer).isEqualTo(new TaskAnswer.Output(new TaskOutput.Text("a car", Optional.empty())));
    }

    @Test
    void shouldSayThatATextEndedAtItsLimit() {
        Task task = new Task.Caption("c", TaskOptions.NONE);

        TaskPlan.Direct plan = (TaskPlan.Direct) planner.plan(Document.of(image), task);
        TaskAnswer answer = plan.reader().apply(List.of(new Generation(tokenizer.encode("a car on a"), false)));

        assertThat(answer).isEqualTo(new TaskAnswer.Output(new TaskOutput.Text("a car on a", Optional.empty(), true)));
    }

    @Test
    void shouldDrawWithTheSeedOfTheTaskOrElseOfItsInputs() {
        Decoding.Sampling unseeded = new Decoding.Sampling(1, 1, OptionalLong.empty());

        assertThat(seedOf(unseeded)).hasValue(5);
        assertThat(seedOf(unseeded.seeded(7))).hasValue(7);
    }

    private OptionalLong seedOf(Decoding.Sampling sampling) {
        Task task = new Task.Caption("c", TaskOptions.NONE.withDecoding(new Decoding(sampling, 0, 0, List.of())));
        TaskPlan.Direct plan =
                (TaskPlan.Direct) planner.plan(TaskInputs.of(Document.of(image)).withSeed(5), task);
        return ((Decoding.Sampling) ((GenerationPlan) plan.plans().getFirst()).strategy()).seed();
    }

    @Test
    void shouldKeepTheLimitsOfAnAnswerFromItsRationale() {
        Decoding decoding = new Decoding(new Decoding.Beam(2, 1), 3, 2, List.of("."));
        TaskOptions options = RATIONALE.withMaxTokens(5).withDecoding(decoding);

        TaskPlan.RationaleFirst answer = (TaskPlan.RationaleFirst)
                planner.plan(Document.of(image), new Task.Answer("a", "what is this?", options));
        TaskPlan.RationaleFirst moderate =
                (TaskPlan.RationaleFirst) planner.plan(Document.of(image), new Task.Moderate("m", List.of(), options));

        assertThat(answer.rationale().maxTokens()).isEqualTo(TokenLimits.DEFAULT.describe());
        assertThat(answer.rationale().width()).isEqualTo(2);
        assertThat(answer.rationale().constraints()).hasExactlyElementsOfTypes(NoRepeatNgram.class);
        assertThat(moderate.rationale().maxTokens()).isEqualTo(5);
        assertThat(moderate.rationale().constraints()).hasSize(3);
    }

    @Test
    void shouldRefuseDecodingThatHasNothingToDecode() {
        TaskOptions beams = TaskOptions.NONE.withDecoding(new Decoding(new Decoding.Beam(2, 1), 0, 0, List.of()));
        TaskOptions tooLong =
                TaskOptions.NONE.withMaxTokens(3).withDecoding(new Decoding(new Decoding.Greedy(), 0, 4, List.of()));

        assertCode(ErrorCode.INVALID_TASK, Document.of(image), new Task.Moderate("m", List.of(), beams));
        assertCode(ErrorCode.INVALID_TASK, Document.of(image), new Task.Caption("c", tooLong));
    }
}
