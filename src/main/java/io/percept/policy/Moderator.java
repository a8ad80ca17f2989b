package io.percept.policy;

import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the scores of labels into a decision. Stateless. */
public final class Moderator {

    private Moderator() {}

    /**
     * Judges scores by a policy.
     *
     * @param rules the rules of the labels that were asked for
     * @param scores calibrated probability per rule, in the rules' order
     * @param rationale the description that the scores were given after
     * @param unseen what of the document nobody looked at, as {@link io.percept.contract.UnseenContent} names it
     */
    public static ModerationDecision decide(
            ModerationPolicy policy,
            List<LabelRule> rules,
            List<Double> scores,
            Optional<String> rationale,
            List<String> unseen) {
        if (rules.size() != scores.size()) {
            throw new IllegalArgumentException(
                    "There are %d rules and %d scores".formatted(rules.size(), scores.size()));
        }
        List<LabelDecision> labels = new ArrayList<>(rules.size());
        Action strictest = Action.ALLOW;
        for (int i = 0; i < rules.size(); i++) {
            LabelDecision label = judge(rules.get(i), scores.get(i));
            labels.add(label);
            if (!label.observeOnly() && label.action().compareTo(strictest) > 0) {
                strictest = label.action();
            }
        }
        Optional<String> reason =
                strictest == Action.ALLOW && !unseen.isEmpty() ? reasonToReview(policy) : Optional.empty();
        return new ModerationDecision(
                policy.name(),
                policy.version(),
                reason.isPresent() ? Action.REVIEW : strictest,
                labels,
                rationale,
                unseen,
                reason);
    }

    /** What was not looked at may be what the labels are about. */
    private static Optional<String> reasonToReview(ModerationPolicy policy) {
        return policy.unseen() == PartlySeen.REVIEW
                ? Optional.of("parts of the document were not looked at, and policy '%s' has such documents reviewed"
                        .formatted(policy.name()))
                : Optional.empty();
    }

    private static LabelDecision judge(LabelRule rule, double score) {
        if (!(score >= 0 && score <= 1)) {
            // What is not a number is below every threshold, and would be allowed.
            throw new IllegalArgumentException("The score of %s is no probability: %s".formatted(rule.label(), score));
        }
        Action action = score >= rule.block() ? Action.BLOCK : score >= rule.review() ? Action.REVIEW : Action.ALLOW;
        return new LabelDecision(rule.label(), score, rule.review(), rule.block(), action, rule.observeOnly());
    }
}
