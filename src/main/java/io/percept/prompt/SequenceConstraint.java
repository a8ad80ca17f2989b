package io.percept.prompt;

import java.util.BitSet;

/** What generated tokens must keep to, beyond their limit. Immutable and thread-safe. */
public sealed interface SequenceConstraint permits NoRepeatNgram, MinLength, StopStrings {

    /**
     * Adds the tokens that must not be the next.
     *
     * @param generated the first {@code count} are the tokens so far
     */
    default void forbid(int[] generated, int count, BitSet forbidden) {}

    /** Whether the sequence ends here, though the model has not ended it. */
    default boolean ends(int[] generated, int count) {
        return false;
    }
}
