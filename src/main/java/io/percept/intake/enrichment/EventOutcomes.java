package io.percept.intake.enrichment;

import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
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

    /** Whether no task failed, nor a search for evidence. */
    boolean areComplete() {
        return all.stream().allMatch(EventOutcomes::isComplete);
    }

    private static boolean isComplete(TaskOutcome outcome) {
        return outcome instanceof TaskOutcome.Completed completed
                && !(completed.output() instanceof TaskOutput.Moderation moderation
                        && moderation.decision().lacksEvidence());
    }

    EventOutcomes forAnother() {
        return new EventOutcomes(all, true);
    }
}
