package io.percept.contract;

/** How a task ended. */
public sealed interface TaskOutcome {

    /** The task's name. */
    String task();

    /** The task's kind. */
    String type();

    /** @param use how the task looked at the document */
    record Completed(String task, String type, TaskOutput output, DocumentUse use) implements TaskOutcome {

        /** Of the whole document. */
        public Completed(String task, String type, TaskOutput output) {
            this(task, type, output, DocumentUse.WHOLE);
        }
    }

    /** @param message what was wrong and what to do */
    record Failed(String task, String type, ErrorCode code, String message) implements TaskOutcome {}
}
