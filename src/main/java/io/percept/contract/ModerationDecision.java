package io.percept.contract;

import io.percept.contract.DocumentUse.SeenIn;
import java.util.List;
import java.util.Map;
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

    /** The same decision, with the part of the document that gave each label's score. */
    public ModerationDecision withSeenIn(Map<String, SeenIn> parts) {
        List<LabelDecision> located = labels.stream()
                .map(label -> label.withSeenIn(Optional.ofNullable(parts.get(label.label()))))
                .toList();
        return new ModerationDecision(policy, policyVersion, action, located, rationale);
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
     * @param seenIn the part of the document that gave the score, where it was looked at in parts
     * @param evidence what was found that speaks for the label, where evidence was asked for
     */
    public record LabelDecision(
            String label,
            double score,
            double reviewThreshold,
            double blockThreshold,
            Action action,
            boolean observeOnly,
            Optional<SeenIn> seenIn,
            List<Evidence> evidence) {

        public LabelDecision {
            evidence = List.copyOf(evidence);
        }

        /** Of the whole document, without evidence. */
        public LabelDecision(
                String label,
                double score,
                double reviewThreshold,
                double blockThreshold,
                Action action,
                boolean observeOnly) {
            this(label, score, reviewThreshold, blockThreshold, action, observeOnly, Optional.empty(), List.of());
        }

        LabelDecision withSeenIn(Optional<SeenIn> part) {
            return new LabelDecision(
                    label, score, reviewThreshold, blockThreshold, action, observeOnly, part, evidence);
        }

        public LabelDecision withEvidence(List<Evidence> found) {
            return new LabelDecision(label, score, reviewThreshold, blockThreshold, action, observeOnly, seenIn, found);
        }
    }

    public ModerationDecision withLabels(List<LabelDecision> others) {
        return new ModerationDecision(policy, policyVersion, action, others, rationale);
    }
}
