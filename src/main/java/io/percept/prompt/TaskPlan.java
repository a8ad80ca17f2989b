package io.percept.prompt;

import java.util.List;
import java.util.function.Function;

/** A task as work for the model worker, and how to read what comes back. */
public sealed interface TaskPlan {

    /** Tokens of the document's text that were left out, because the whole did not fit. */
    int droppedTokens();

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
}
