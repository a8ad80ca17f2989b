package io.percept.intake.enrichment;

import io.percept.contract.DocumentUse;
import io.percept.contract.ErrorCode;
import io.percept.contract.Futures;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.prompt.TaskAnswer;
import io.percept.worker.TaskRunner;
import io.percept.worker.Urgency;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the worker do the tasks of an event together, so that they share the work on its document. Thread-safe. */
final class WorkerTasks implements EventTasks.Work {

    private static final Logger log = LoggerFactory.getLogger(WorkerTasks.class);

    private final TaskRunner runner;

    WorkerTasks(TaskRunner runner) {
        this.runner = runner;
    }

    @Override
    public CompletableFuture<EventOutcomes> run(ImageEvent event, List<PreparedTask> prepared, Urgency urgency) {
        Iterator<CompletableFuture<TaskAnswer>> answers = runner.run(
                        prepared.stream()
                                .filter(PreparedTask.Ready.class::isInstance)
                                .map(task -> ((PreparedTask.Ready) task).plan())
                                .toList(),
                        urgency)
                .iterator();
        List<CompletableFuture<TaskOutcome>> outcomes = new ArrayList<>(prepared.size());
        for (PreparedTask task : prepared) {
            outcomes.add(
                    switch (task) {
                        case PreparedTask.Ready ready -> completed(
                                event,
                                ready.task(),
                                answers.next().thenCompose(ready.decide()),
                                ready.plan().use(),
                                ready.seed());
                        case PreparedTask.Refused refused -> failed(
                                event, task.task().id(), task.task().type(), refused.reason());
                    });
        }
        return Futures.all(outcomes).thenApply(EventOutcomes::ofItsOwn);
    }

    private static CompletableFuture<TaskOutcome> completed(
            ImageEvent event, Task task, CompletableFuture<TaskOutput> output, DocumentUse use, OptionalLong seed) {
        return output.<TaskOutcome>thenApply(done -> new TaskOutcome.Completed(task.id(), task.type(), done, use, seed))
                .exceptionallyCompose(failure -> failed(event, task.id(), task.type(), failure));
    }

    private static CompletableFuture<TaskOutcome> failed(
            ImageEvent event, String task, String type, Throwable failure) {
        PerceptException known = PerceptException.of(failure);
        if (known.code() == ErrorCode.STOPPING) {
            return CompletableFuture.failedFuture(known);
        }
        if (known.code() == ErrorCode.ENGINE_FAILED && !known.isPassing()) {
            log.error("Task {} of event {} failed", task, event.id(), failure);
        }
        return CompletableFuture.completedFuture(
                new TaskOutcome.Failed(task, type, known.code(), known.getMessage(), known.isPassing()));
    }
}
