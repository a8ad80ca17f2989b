package io.percept.intake;

import io.percept.contract.DocumentUse;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.prompt.Document;
import io.percept.prompt.TaskAnswer;
import io.percept.worker.TaskRunner;
import io.percept.worker.Urgency;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the tasks of an event together, so that they share the work on its document. Thread-safe. */
final class EventTasks {

    private static final Logger log = LoggerFactory.getLogger(EventTasks.class);

    private final TaskPreparation preparation;
    private final TaskRunner runner;

    EventTasks(TaskPreparation preparation, TaskRunner runner) {
        this.preparation = preparation;
        this.runner = runner;
    }

    /** @return one outcome per task, in order; fails only with {@link ErrorCode#STOPPING} */
    CompletableFuture<List<TaskOutcome>> run(ImageEvent event, Optional<Document> document, Urgency urgency) {
        return Futures.all(event.tasks().stream()
                        .map(task -> preparation.prepare(event, document, task, urgency))
                        .toList())
                .thenCompose(prepared -> run(event, prepared, urgency));
    }

    private CompletableFuture<List<TaskOutcome>> run(ImageEvent event, List<PreparedTask> prepared, Urgency urgency) {
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
                                event, task.task().id(), type(task.task()), refused.reason());
                    });
        }
        return Futures.all(outcomes);
    }

    private static CompletableFuture<TaskOutcome> completed(
            ImageEvent event, Task task, CompletableFuture<TaskOutput> output, DocumentUse use, OptionalLong seed) {
        String type = type(task);
        return output.<TaskOutcome>thenApply(done -> new TaskOutcome.Completed(task.id(), type, done, use, seed))
                .exceptionallyCompose(failure -> failed(event, task.id(), type, failure));
    }

    private static String type(Task task) {
        return task instanceof Task.Unreadable unreadable ? unreadable.type() : task.type();
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
