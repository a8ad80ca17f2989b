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
     * @param evidence what was found that speaks for the label, where evidence was asked for
     */
    public record LabelDecision(
            String label,
            double score,
            double reviewThreshold,
            double blockThreshold,
            Action action,
            boolean observeOnly,
            List<Evidence> evidence) {

        public LabelDecision {
            evidence = List.copyOf(evidence);
        }

        public LabelDecision withEvidence(List<Evidence> found) {
            return new LabelDecision(label, score, reviewThreshold, blockThreshold, action, observeOnly, found);
        }
    }

    public ModerationDecision withLabels(List<LabelDecision> others) {
        return new ModerationDecision(policy, policyVersion, action, others, rationale);
    }
}
