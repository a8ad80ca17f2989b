package io.percept.policy;

import io.percept.prompt.LabelQuestion;
import java.util.List;

/**
 * How one label is judged.
 *
 * @param question what the model is asked, and how its answer is calibrated
 * @param review from this score on, the action is at least REVIEW; 0..1
 * @param block from this score on, the action is BLOCK; {@link #NEVER} where the label never blocks
 * @param observeOnly the action is reported and does not count for the decision
 * @param evidence phrases to look for in the images, where the label calls for action and evidence is asked for
 */
public record LabelRule(
        String label, LabelQuestion question, double review, double block, boolean observeOnly, List<String> evidence) {

    /** A threshold that no score reaches. Finite, because protobuf's JSON has no number for infinity. */
    public static final double NEVER = 2.0;

    public LabelRule {
        evidence = List.copyOf(evidence);
    }
}
