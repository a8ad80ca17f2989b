package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.DocumentUse;
import io.percept.contract.TaskOutput;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks of one plan, of a description and then another, and of several parts. */
@Timeout(30)
class TaskRunnerTest {

    private final FakeEngine engine = new FakeEngine();
    private final ModelWorker worker =
            new ModelWorker(FakeEngine.bundle(), engine, engine, WorkerOptions.DEFAULT, WorkerListener.NONE);
    private final TaskRunner runner = new TaskRunner(worker);

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void shouldMergeTheAnswersOfPartsInTheirOrder() {
        TaskPlan parts = parts(direct(13), describedFirst(14), direct(15));

        String alone = said(direct(13)) + said(describedFirst(14)) + said(direct(15));

        assertThat(said(parts)).isEqualTo(alone);
    }

    @Test
    void shouldAnswerTasksBesidePartsAsIfTheyWereAlone() {
        List<TaskPlan> tasks = List.of(direct(16), parts(direct(13), parts(direct(14), direct(15))), direct(17));

        List<String> together = runner.run(tasks, Urgency.NORMAL).stream()
                .map(TaskRunnerTest::text)
                .toList();

        assertThat(together)
                .containsExactlyElementsOf(tasks.stream().map(this::said).toList());
    }

    @Test
    void shouldFailPartsOfWhichOneFails() {
        List<CompletableFuture<TaskAnswer>> answers =
                runner.run(List.of(parts(direct(13), direct(FakeEngine.POISON)), direct(14)), Urgency.NORMAL);

        assertThat(answers.getFirst()).failsWithin(Duration.ofSeconds(20));
        assertThat(text(answers.getLast())).isEqualTo(said(direct(14)));
    }

    private String said(TaskPlan plan) {
        return text(runner.run(List.of(plan), Urgency.NORMAL).getFirst());
    }

    private static String text(CompletableFuture<TaskAnswer> answer) {
        return ((TaskOutput.Text) ((TaskAnswer.Output) answer.join()).output()).text();
    }

    private static TaskPlan parts(TaskPlan... plans) {
        return new TaskPlan.Parts(List.of(plans), TaskRunnerTest::joined, DocumentUse.WHOLE);
    }

    private static TaskAnswer joined(List<TaskAnswer> answers) {
        return answer(answers.stream()
                .map(answer -> ((TaskOutput.Text) ((TaskAnswer.Output) answer).output()).text())
                .collect(Collectors.joining()));
    }

    private static TaskPlan.Direct direct(int token) {
        return new TaskPlan.Direct(
                List.of(new GenerationPlan(Plans.text(13, token), Plans.text(18), 4)),
                outcomes -> answer(Arrays.toString(((Generation) outcomes.getFirst()).ids())),
                0);
    }

    private static TaskPlan describedFirst(int token) {
        return new TaskPlan.RationaleFirst(
                new GenerationPlan(Plans.text(13, token), Plans.text(19), 2), description -> direct(token), 0);
    }

    private static TaskAnswer answer(String text) {
        return new TaskAnswer.Output(new TaskOutput.Text(text, Optional.empty()));
    }
}
