package io.percept.prompt;

import io.percept.contract.Decoding;
import io.percept.contract.Decoding.Sampling;
import io.percept.contract.Decoding.Strategy;
import java.util.List;

/**
 * Continue a sequence.
 *
 * @param maxTokens most tokens to generate, at least 1
 * @param strategy how tokens are chosen; draws have a seed
 * @param followed whether a plan with the same prefix follows the outcome
 */
public record GenerationPlan(
        TokenSequence prefix,
        TokenSequence prompt,
        int maxTokens,
        Strategy strategy,
        List<SequenceConstraint> constraints,
        boolean followed)
        implements TokenPlan {

    public GenerationPlan {
        constraints = List.copyOf(constraints);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, was " + maxTokens);
        }
        if (strategy instanceof Sampling sampling && sampling.seed().isEmpty()) {
            throw new IllegalArgumentException("Draws need a seed");
        }
    }

    public GenerationPlan(
            TokenSequence prefix,
            TokenSequence prompt,
            int maxTokens,
            Strategy strategy,
            List<SequenceConstraint> constraints) {
        this(prefix, prompt, maxTokens, strategy, constraints, false);
    }

    /** With the likeliest tokens. */
    public GenerationPlan(TokenSequence prefix, TokenSequence prompt, int maxTokens) {
        this(prefix, prompt, maxTokens, new Decoding.Greedy(), List.of());
    }

    /** The same, followed by a plan with the same prefix. */
    GenerationPlan withFollower() {
        return new GenerationPlan(prefix, prompt, maxTokens, strategy, constraints, true);
    }

    /** Hypotheses that are followed at a time. */
    public int width() {
        return strategy instanceof Decoding.Beam beam ? beam.width() : 1;
    }
}
