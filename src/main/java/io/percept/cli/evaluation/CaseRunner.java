package io.percept.cli.evaluation;

import io.percept.contract.BoundingBox;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.TaskOutput;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TaskPlanner;
import io.percept.worker.TaskRunner;
import io.percept.worker.Urgency;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Puts a case to the model worker and reads what it says. Thread-safe. */
final class CaseRunner {

    private final CaseTasks tasks;
    private final TaskPlanner planner;
    private final TaskRunner runner;

    CaseRunner(CaseTasks tasks, TaskPlanner planner, TaskRunner runner) {
        this.tasks = tasks;
        this.planner = planner;
        this.runner = runner;
    }

    /** Whatever is wrong with the case fails the future; nothing is thrown. */
    CompletableFuture<Said> run(EvaluationCase asked) {
        try {
            if (asked.fault().isPresent()) {
                throw new IllegalArgumentException(asked.fault().get());
            }
            TaskPlan plan = planner.plan(tasks.inputs(asked), tasks.task(asked));
            requireWhole(plan);
            return runner.run(List.of(plan), Urgency.NORMAL).getFirst().thenApply(CaseRunner::read);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A document that is shown in part is another one than the case's, and the Python command knows no parts. */
    private static void requireWhole(TaskPlan plan) {
        if (plan instanceof TaskPlan.Parts || plan.droppedTokens() > 0) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "The content does not fit whole beside the examples, the question and the answer: make several cases of it.");
        }
    }

    private static Said read(TaskAnswer answer) {
        return switch (answer) {
            case TaskAnswer.LabelScores scores -> new Said.Scores(scores.scores());
            case TaskAnswer.Output output -> switch (output.output()) {
                case TaskOutput.Text text -> new Said.Text(text.text());
                case TaskOutput.Choice choice -> new Said.Choice(choice.index());
                case TaskOutput.Grounded grounded -> new Said.Boxes(boxes(grounded));
                case TaskOutput.AltTexts altTexts -> throw new IllegalStateException(
                        "No case asks for alternative texts: " + altTexts);
                case TaskOutput.Moderation moderation -> throw new IllegalStateException(
                        "A decision is made by a policy, and there is none here: " + moderation);
            };
        };
    }

    private static List<BoundingBox> boxes(TaskOutput.Grounded grounded) {
        return grounded.phrases().stream()
                .flatMap(phrase -> phrase.boxes().stream())
                .toList();
    }
}
