package io.percept.prompt;

import java.util.List;

/**
 * Score continuations of a sequence.
 *
 * @param candidates token ids of each continuation, none of them empty
 */
public record ScoringPlan(TokenSequence prefix, TokenSequence prompt, List<int[]> candidates) implements TokenPlan {

    public ScoringPlan {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || candidates.stream().anyMatch(ids -> ids.length == 0)) {
            throw new IllegalArgumentException("There must be candidates, and each must have tokens");
        }
    }

    /** Tokens of the longest candidate. */
    public int longestCandidate() {
        return candidates.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    }
}
