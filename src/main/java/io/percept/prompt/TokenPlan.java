package io.percept.prompt;

/**
 * Work for the model worker. Plans with equal prefixes share the work on them.
 *
 * @see GenerationPlan
 * @see ScoringPlan
 */
public sealed interface TokenPlan permits GenerationPlan, ScoringPlan {

    /** The start of the sequence that other plans may share: examples and document. Not empty. */
    TokenSequence prefix();

    /** What follows the prefix: the question. May be empty. */
    TokenSequence prompt();

    /** Tokens of prefix and prompt. */
    default int length() {
        return prefix().length() + prompt().length();
    }
}
