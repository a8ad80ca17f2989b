package io.percept.policy;

/**
 * How one label is judged.
 *
 * @param question what the model is asked
 * @param review from this score on, the action is at least REVIEW; 0..1
 * @param block from this score on, the action is BLOCK; {@link #NEVER} where the label never blocks
 * @param observeOnly the action is reported and does not count for the decision
 */
public record LabelRule(String label, String question, double review, double block, boolean observeOnly) {

    /** A threshold that no score reaches. Finite, because protobuf's JSON has no number for infinity. */
    public static final double NEVER = 2.0;
}
