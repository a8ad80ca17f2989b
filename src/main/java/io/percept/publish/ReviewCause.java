package io.percept.publish;

import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.Task;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;

/** What of a moderation a person is shown. */
public enum ReviewCause {
    /** The decision is to ask a person. */
    REVIEW,
    /** The decision is to block. */
    BLOCK,
    /** There is no decision: the task ended in an error. */
    FAILED;

    /** Whether a task ended so. */
    boolean isOf(TaskOutcome outcome) {
        return switch (this) {
            case REVIEW -> decides(outcome, Action.REVIEW);
            case BLOCK -> decides(outcome, Action.BLOCK);
            case FAILED -> outcome instanceof TaskOutcome.Failed
                    && outcome.type().equals(Task.Moderate.TYPE);
        };
    }

    private static boolean decides(TaskOutcome outcome, Action action) {
        return outcome instanceof TaskOutcome.Completed completed
                && completed.output() instanceof TaskOutput.Moderation moderation
                && moderation.decision().action() == action;
    }
}
