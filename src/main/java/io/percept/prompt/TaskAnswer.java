package io.percept.prompt;

import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.TaskOutput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a task's outcomes say. */
public sealed interface TaskAnswer {

    /** An answer that needs no further decision. */
    record Output(TaskOutput output) implements TaskAnswer {}

    /**
     * Moderation scores, for a policy to decide on.
     *
     * @param scores label to the calibrated probability that it applies, in the order that was asked
     * @param seenIn label to the part of the document that gave its score, where it was looked at in parts
     */
    record LabelScores(Map<String, Double> scores, Optional<String> rationale, Map<String, SeenIn> seenIn)
            implements TaskAnswer {

        public LabelScores {
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
            seenIn = Map.copyOf(seenIn);
        }

        /** Of the whole document. */
        public LabelScores(Map<String, Double> scores, Optional<String> rationale) {
            this(scores, rationale, Map.of());
        }
    }
}
