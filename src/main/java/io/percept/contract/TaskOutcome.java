package io.percept.contract;

/** How a task ended. */
public sealed interface TaskOutcome {

    /** The task's name. */
    String task();

    /** The task's kind. */
    String type();

    record Completed(String task, String type, TaskOutput output) implements TaskOutcome {}

    /** @param message what was wrong and what to do */
    record Failed(String task, String type, ErrorCode code, String message) implements TaskOutcome {}
}
