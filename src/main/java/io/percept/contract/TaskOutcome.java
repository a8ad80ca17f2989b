package io.percept.contract;

import java.util.OptionalLong;

/** How a task ended. */
public sealed interface TaskOutcome {

    /** The task's name. */
    String task();

    /** The task's kind. */
    String type();

    /**
     * @param use how the task looked at the document
     * @param seed that tokens were drawn with, where they were drawn
     */
    record Completed(String task, String type, TaskOutput output, DocumentUse use, OptionalLong seed)
            implements TaskOutcome {

        /** Of the whole document, with nothing left to chance. */
        public Completed(String task, String type, TaskOutput output) {
            this(task, type, output, DocumentUse.WHOLE, OptionalLong.empty());
        }
    }

    /**
     * @param message what was wrong and what to do
     * @param passing whether another try of the event may go better
     */
    record Failed(String task, String type, ErrorCode code, String message, boolean passing) implements TaskOutcome {

        /** For good. */
        public Failed(String task, String type, ErrorCode code, String message) {
            this(task, type, code, message, false);
        }

        /** The failure as it would be of the whole event. */
        public PerceptException asFailure() {
            return passing ? PerceptException.passing(code, message, null) : new PerceptException(code, message);
        }
    }
}
