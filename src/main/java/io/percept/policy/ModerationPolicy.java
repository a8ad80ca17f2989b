package io.percept.policy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.List;

/**
 * A named set of label rules. Immutable.
 *
 * @param version part of every decision, so that a decision can be traced to the thresholds that made it
 * @param rules one per label, in the file's order
 */
public record ModerationPolicy(String name, String version, List<LabelRule> rules) {

    public ModerationPolicy {
        rules = List.copyOf(rules);
    }

    /**
     * The rules of some labels, in the order asked for.
     *
     * @param labels empty: every label of the policy
     * @throws PerceptException with {@link ErrorCode#UNKNOWN_POLICY} where the policy has no such label
     */
    public List<LabelRule> rulesOf(List<String> labels) {
        return labels.isEmpty()
                ? rules
                : labels.stream().distinct().map(this::ruleOf).toList();
    }

    private LabelRule ruleOf(String label) {
        return rules.stream()
                .filter(rule -> rule.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new PerceptException(
                        ErrorCode.UNKNOWN_POLICY,
                        "Policy '%s' has no label '%s': use one of %s, or add it to the policy file."
                                .formatted(
                                        name,
                                        label,
                                        rules.stream().map(LabelRule::label).toList())));
    }
}
