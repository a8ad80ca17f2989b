package io.percept.prompt;

/**
 * Continue a sequence with the likeliest tokens.
 *
 * @param maxTokens most tokens to generate, at least 1
 */
public record GenerationPlan(TokenSequence prefix, TokenSequence prompt, int maxTokens) implements TokenPlan {

    public GenerationPlan {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, was " + maxTokens);
        }
    }
}
