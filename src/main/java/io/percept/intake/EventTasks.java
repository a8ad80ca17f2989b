package io.percept.intake;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.prompt.Document;
import io.percept.worker.Urgency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Prepares the tasks of an event and has them done together. Thread-safe. */
final class EventTasks {

    /** Does tasks that are prepared. */
    interface Work {

        /** @return one outcome per task, in order; fails only with {@link ErrorCode#STOPPING} */
        CompletableFuture<EventOutcomes> run(ImageEvent event, List<PreparedTask> tasks, Urgency urgency);
    }

    private final TaskPreparation preparation;
    private final Work work;

    EventTasks(TaskPreparation preparation, Work work) {
        this.preparation = preparation;
        this.work = work;
    }

    /** @return one outcome per task, in order; fails only with {@link ErrorCode#STOPPING} */
    CompletableFuture<EventOutcomes> run(ImageEvent event, Optional<Document> document, Urgency urgency) {
        return Futures.all(event.tasks().stream()
                        .map(task -> preparation.prepare(event, document, task, urgency))
                        .toList())
                .thenCompose(prepared -> work.run(event, prepared, urgency));
    }
}
