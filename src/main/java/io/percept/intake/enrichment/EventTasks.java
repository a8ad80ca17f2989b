package io.percept.intake.enrichment;

import io.percept.contract.ErrorCode;
import io.percept.contract.Futures;
import io.percept.contract.ImageEvent;
import io.percept.prompt.Document;
import io.percept.prompt.PlanBudget;
import io.percept.worker.Urgency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Prepares the tasks of an event and has them done together. Thread-safe. */
final class EventTasks {

    /** Does tasks that are prepared. */
    interface Work {

        /** @return one outcome per task, in order; fails only with {@link ErrorCode#STOPPING} */
        CompletableFuture<EventOutcomes> run(ImageEvent event, List<PreparedTask> tasks, Urgency urgency);
    }

    private final TaskPreparation preparation;
    private final Work work;
    private final Executor planning;

    /** @param planning plans tasks whose examples or candidates had to be waited for; never the threads that decode those */
    EventTasks(TaskPreparation preparation, Work work, Executor planning) {
        this.preparation = preparation;
        this.work = work;
        this.planning = planning;
    }

    /** @return one outcome per task, in order; fails only with {@link ErrorCode#STOPPING} */
    CompletableFuture<EventOutcomes> run(ImageEvent event, Optional<Document> document, Urgency urgency) {
        CompletableFuture<List<TaskPreparation.Gathered>> gathered = Futures.all(event.tasks().stream()
                .map(task -> preparation.gather(event, document, task, urgency))
                .toList());
        Function<List<TaskPreparation.Gathered>, CompletableFuture<EventOutcomes>> planAndRun =
                tasks -> work.run(event, planned(tasks), urgency);
        return gathered.isDone() ? gathered.thenCompose(planAndRun) : gathered.thenComposeAsync(planAndRun, planning);
    }

    /** One after the other, so that at each delivery the same tasks are within the budget. */
    private static List<PreparedTask> planned(List<TaskPreparation.Gathered> tasks) {
        PlanBudget budget = new PlanBudget();
        return tasks.stream().map(task -> task.planned(budget)).toList();
    }
}
