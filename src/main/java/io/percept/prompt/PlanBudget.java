package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many plans the tasks of one event may be together, where a task's number grows with the document: a moderation asks for each label
 * of each part and frame, alternative texts ask of each image. For the tasks of one event; thread-safe.
 */
public final class PlanBudget {

    /** What one task has taken. For one thread. */
    final class Share {

        private final Task task;
        private int taken;

        private Share(Task task) {
            this.task = task;
        }

        /**
         * Takes what the task needs, or nothing.
         *
         * @throws PerceptException {@link ErrorCode#TOO_LONG} where that is more than is left
         */
        void take(int plans) {
            PlanBudget.this.take(task, plans);
            taken += plans;
        }

        /** For a task that is not planned after all. */
        void giveBack() {
            left.addAndGet(taken);
            taken = 0;
        }
    }

    /**
     * A quarter of the plans that a worker takes by default ({@code percept.worker.waiting-plans}, 8192), so that one event does not
     * make it refuse those of all others. Three tasks have nine labels of 64 parts looked at for it.
     */
    static final int MOST = 2048;

    private final AtomicInteger left = new AtomicInteger(MOST);

    /** The share of a task, which is nothing yet. */
    Share share(Task task) {
        return new Share(task);
    }

    /**
     * Takes what a task needs, or nothing.
     *
     * @throws PerceptException {@link ErrorCode#TOO_LONG} where that is more than is left
     */
    void take(Task task, int plans) {
        int before = left.getAndUpdate(now -> plans <= now ? now - plans : now);
        if (plans > before) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "Task %s (%s) takes %d questions to the model, one for each label or text and each part or image, and of the %d that the tasks of an event may take together %d are left: ask for fewer labels, or split the event."
                            .formatted(task.id(), task.type(), plans, MOST, before));
        }
    }
}
