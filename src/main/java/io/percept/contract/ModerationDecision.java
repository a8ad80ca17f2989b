package io.percept.contract;

import java.util.List;
import java.util.Optional;

/**
 * What a policy makes of the scores of its labels.
 *
 * @param action the strictest action of all labels that are not only observed
 */
public record ModerationDecision(
        String policy, String policyVersion, Action action, List<LabelDecision> labels, Optional<String> rationale) {

    public ModerationDecision {
        labels = List.copyOf(labels);
    }

    /** From harmless to strict. */
    public enum Action {
        ALLOW,
        REVIEW,
        BLOCK
    }

    /**
     * @param score calibrated probability in 0..1 that the label applies
     * @param observeOnly the label's action is reported and does not count for the decision
     */
    public record LabelDecision(
            String label,
            double score,
            double reviewThreshold,
            double blockThreshold,
            Action action,
            boolean observeOnly) {}
}
