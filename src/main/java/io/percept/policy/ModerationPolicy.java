package io.percept.policy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.prompt.WorkedExample;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named set of label rules, and what else an operator decides for the events that name it. Immutable.
 *
 * @param version part of every decision, so that a decision can be traced to the thresholds that made it; with a digest of the
 *     file and its images where there are worked examples
 * @param rules one per label, in the file's order
 * @param evidence whether evidence is looked for, also where the task does not ask for it
 * @param late what becomes of events whose deadline has passed
 * @param unseen what becomes of documents that were not looked at as a whole
 * @param choiceTemperature divides the scores of the candidates of a choice before the softmax
 * @param exampleSets worked examples by the name of their set
 * @param moderateWith the set that moderation shows where its task brings no examples
 */
public record ModerationPolicy(
        String name,
        String version,
        List<LabelRule> rules,
        boolean evidence,
        LateEvents late,
        PartlySeen unseen,
        double choiceTemperature,
        Map<String, List<WorkedExample>> exampleSets,
        Optional<String> moderateWith) {

    public ModerationPolicy {
        rules = List.copyOf(rules);
        exampleSets = Map.copyOf(exampleSets);
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

    /**
     * The worked examples of a set.
     *
     * @throws PerceptException with {@link ErrorCode#UNKNOWN_POLICY} where the policy has no such set
     */
    public List<WorkedExample> examples(String set) {
        List<WorkedExample> examples = exampleSets.get(set);
        if (examples == null) {
            throw new PerceptException(
                    ErrorCode.UNKNOWN_POLICY,
                    "Policy '%s' has no example set '%s': use one of %s, or add it to `examples` in the policy file."
                            .formatted(
                                    name,
                                    set,
                                    exampleSets.keySet().stream().sorted().toList()));
        }
        return examples;
    }
}
