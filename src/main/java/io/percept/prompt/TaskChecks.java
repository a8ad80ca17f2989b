package io.percept.prompt;

import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;

/** What tasks must have and must not have. Each check throws a {@link PerceptException} that names the task. */
final class TaskChecks {

    private TaskChecks() {}

    static void requireImage(TaskInputs inputs, Task task) {
        if (inputs.document().images().isEmpty()) {
            throw new PerceptException(
                    ErrorCode.MISSING_IMAGE,
                    "Task %s (%s) needs an image and the document has none: add one, or ask an answer task."
                            .formatted(task.id(), task.type()));
        }
    }

    static void refuseRationale(Task task) {
        if (task.options().rationale()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s (%s) cannot have a rationale: only answer, moderate and choose can."
                            .formatted(task.id(), task.type()));
        }
    }

    /** Candidates are scored, not generated. */
    static void refuseDecoding(Task task) {
        if (!task.options().decoding().equals(Decoding.GREEDY)) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s (%s) generates no text without a rationale: leave decoding out, or set rationale."
                            .formatted(task.id(), task.type()));
        }
    }
}
