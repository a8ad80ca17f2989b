package io.percept.contract;

import io.percept.contract.DocumentUse.SeenIn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy makes of the scores of its labels.
 *
 * @param action the strictest action of all labels that are not only observed; a stricter one only for a {@code reason}
 * @param unseen what of the document nobody looked at, see {@link UnseenContent}
 * @param reason why the action is stricter than the labels alone call for
 */
public record ModerationDecision(
        String policy,
        String policyVersion,
        Action action,
        List<LabelDecision> labels,
        Optional<String> rationale,
        List<String> unseen,
        Optional<String> reason) {

    public ModerationDecision {
        labels = List.copyOf(labels);
        unseen = List.copyOf(unseen);
    }

    /** The same decision, with the part of the document that gave each label's score. */
    public ModerationDecision withSeenIn(Map<String, SeenIn> parts) {
        List<LabelDecision> located = labels.stream()
                .map(label -> label.withSeenIn(Optional.ofNullable(parts.get(label.label()))))
                .toList();
        return withLabels(located);
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
     * @param evidenceFailed searches for it that failed, so that it may lack what they would have found
     */
    public record LabelDecision(
            String label,
            double score,
            double reviewThreshold,
            double blockThreshold,
            Action action,
            boolean observeOnly,
            Optional<SeenIn> seenIn,
            List<Evidence> evidence,
            int evidenceFailed) {

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
            this(label, score, reviewThreshold, blockThreshold, action, observeOnly, Optional.empty(), List.of(), 0);
        }

        LabelDecision withSeenIn(Optional<SeenIn> part) {
            return new LabelDecision(
                    label, score, reviewThreshold, blockThreshold, action, observeOnly, part, evidence, evidenceFailed);
        }

        /** @param failed searches that failed */
        public LabelDecision withEvidence(List<Evidence> found, int failed) {
            return new LabelDecision(
                    label, score, reviewThreshold, blockThreshold, action, observeOnly, seenIn, found, failed);
        }
    }

    /** Whether evidence was looked for that a search failed to find. */
    public boolean lacksEvidence() {
        return labels.stream().anyMatch(label -> label.evidenceFailed() > 0);
    }

    /** The same decision with other labels. */
    public ModerationDecision withLabels(List<LabelDecision> others) {
        return new ModerationDecision(policy, policyVersion, action, others, rationale, unseen, reason);
    }
}
