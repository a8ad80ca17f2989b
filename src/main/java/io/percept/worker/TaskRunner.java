package io.percept.worker;

import io.percept.prompt.Generation;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.ArrayList;
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
        List<CompletableFuture<TokenOutcome>> outcomes = one.submit(first, urgency);
        List<CompletableFuture<TaskAnswer>> answers = new ArrayList<>(tasks.size());
        int at = 0;
        for (TaskPlan task : tasks) {
            switch (task) {
                case TaskPlan.Direct direct -> {
                    answers.add(read(
                            direct, outcomes.subList(at, at + direct.plans().size())));
                    at += direct.plans().size();
                }
                case TaskPlan.RationaleFirst rationale -> answers.add(
                        outcomes.get(at++).thenCompose(outcome -> {
                            TaskPlan.Direct next = rationale.then().apply((Generation) outcome);
                            return read(next, one.submit(next.plans(), urgency));
                        }));
            }
        }
        return answers;
    }

    private static Stream<TokenPlan> firstPlans(TaskPlan task) {
        return switch (task) {
            case TaskPlan.Direct direct -> direct.plans().stream();
            case TaskPlan.RationaleFirst rationale -> Stream.of(rationale.rationale());
        };
    }

    private static CompletableFuture<TaskAnswer> read(
            TaskPlan.Direct plan, List<CompletableFuture<TokenOutcome>> outcomes) {
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(done -> plan.reader()
                        .apply(outcomes.stream().map(CompletableFuture::join).toList()));
    }
}
