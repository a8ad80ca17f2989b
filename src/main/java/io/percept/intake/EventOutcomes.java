package io.percept.intake;

import io.percept.contract.TaskOutcome;
import java.util.List;

/**
 * What became of an event's tasks.
 *
 * @param all one per task, in order
 * @param reused whether they are those of an equal event
 */
record EventOutcomes(List<TaskOutcome> all, boolean reused) {

    EventOutcomes {
        all = List.copyOf(all);
    }

    static EventOutcomes ofItsOwn(List<TaskOutcome> all) {
        return new EventOutcomes(all, false);
    }

    /** Whether no task failed. */
    boolean areComplete() {
        return all.stream().allMatch(TaskOutcome.Completed.class::isInstance);
    }

    EventOutcomes forAnother() {
        return new EventOutcomes(all, true);
    }
}
