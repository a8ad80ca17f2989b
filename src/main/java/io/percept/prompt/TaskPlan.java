package io.percept.prompt;

import io.percept.contract.DocumentUse;
import java.util.List;
import java.util.function.Function;

/** A task as work for the model worker, and how to read what comes back. */
public sealed interface TaskPlan {

    /** Tokens of the document's text that were left out, because the whole did not fit. */
    int droppedTokens();

    /** How the task looks at the document. */
    default DocumentUse use() {
        return DocumentUse.shortened(droppedTokens());
    }

    /**
     * Plans that can all be worked on at once.
     *
     * @param reader reads the outcomes, one per plan in the order of the plans
     */
    record Direct(List<TokenPlan> plans, Function<List<TokenOutcome>, TaskAnswer> reader, int droppedTokens)
            implements TaskPlan {

        public Direct {
            plans = List.copyOf(plans);
        }
    }

    /**
     * A description first, and then plans that have it in view.
     *
     * @param then makes the rest of the description
     */
    record RationaleFirst(GenerationPlan rationale, Function<Generation, Direct> then, int droppedTokens)
            implements TaskPlan {}

    /**
     * The same task on several parts or views of a document. They are worked on at once.
     *
     * @param merge makes one answer of those of the parts, which are in the order of the parts
     * @param use how the task looks at the document
     */
    record Parts(List<TaskPlan> parts, Function<List<TaskAnswer>, TaskAnswer> merge, DocumentUse use)
            implements TaskPlan {

        public Parts {
            parts = List.copyOf(parts);
        }

        /** One view of a document. */
        static Parts of(TaskPlan plan, DocumentUse use) {
            return new Parts(List.of(plan), List::getFirst, use);
        }

        @Override
        public int droppedTokens() {
            return use.droppedTokens();
        }
    }
}
