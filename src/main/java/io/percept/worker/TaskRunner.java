package io.percept.worker;

import io.percept.contract.Futures;
import io.percept.prompt.Generation;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Runs the tasks of an event on a worker, or on the freest of several, and reads their answers. Thread-safe. */
public final class TaskRunner {

    /** Takes plans that belong together; see {@link ModelWorker#submit}. */
    public interface Worker {

        List<CompletableFuture<TokenOutcome>> submit(List<? extends TokenPlan> plans, Urgency urgency);

        /** The worker for plans that follow each other and share what they have in common. */
        default Worker forOne() {
            return this;
        }
    }

    private final Worker worker;

    public TaskRunner(Worker worker) {
        this.worker = worker;
    }

    /**
     * Runs tasks that belong together. The first plans of all are submitted at once, so that they share what they have in
     * common; one that fails leaves the others alone.
     *
     * @return one future per task, in order
     */
    public List<CompletableFuture<TaskAnswer>> run(List<TaskPlan> tasks, Urgency urgency) {
        List<TokenPlan> first = tasks.stream().flatMap(TaskRunner::firstPlans).toList();
        Worker one = worker.forOne();
        Iterator<CompletableFuture<TokenOutcome>> outcomes =
                one.submit(first, urgency).iterator();
        return tasks.stream().map(task -> answer(task, one, outcomes, urgency)).toList();
    }

    /** @param outcomes those of the task's first plans come next */
    private static CompletableFuture<TaskAnswer> answer(
            TaskPlan task, Worker worker, Iterator<CompletableFuture<TokenOutcome>> outcomes, Urgency urgency) {
        return switch (task) {
            case TaskPlan.Direct direct -> read(
                    direct, direct.plans().stream().map(plan -> outcomes.next()).toList());
            case TaskPlan.RationaleFirst rationale -> outcomes.next().thenCompose(outcome -> {
                TaskPlan.Direct next = rationale.then().apply((Generation) outcome);
                return read(next, worker.submit(next.plans(), urgency));
            });
            case TaskPlan.Parts parts -> {
                List<CompletableFuture<TaskAnswer>> answers = parts.parts().stream()
                        .map(part -> answer(part, worker, outcomes, urgency))
                        .toList();
                yield Futures.all(answers).thenApply(parts.merge());
            }
        };
    }

    private static Stream<TokenPlan> firstPlans(TaskPlan task) {
        return switch (task) {
            case TaskPlan.Direct direct -> direct.plans().stream();
            case TaskPlan.RationaleFirst rationale -> Stream.of(rationale.rationale());
            case TaskPlan.Parts parts -> parts.parts().stream().flatMap(TaskRunner::firstPlans);
        };
    }

    private static CompletableFuture<TaskAnswer> read(
            TaskPlan.Direct plan, List<CompletableFuture<TokenOutcome>> outcomes) {
        return Futures.all(outcomes).thenApply(plan.reader());
    }
}
