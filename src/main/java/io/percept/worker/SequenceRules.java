package io.percept.worker;

import io.percept.prompt.SequenceConstraint;
import java.util.BitSet;
import java.util.List;

/** The constraints of a generation, applied to its sequences. */
record SequenceRules(List<SequenceConstraint> constraints) {

    /** Tokens that must not be the next of a sequence. */
    BitSet forbidden(Sequence sequence) {
        BitSet forbidden = new BitSet();
        for (SequenceConstraint constraint : constraints) {
            constraint.forbid(sequence.tokens(), sequence.count(), forbidden);
        }
        return forbidden;
    }

    /** Whether a sequence ends with its last token. */
    boolean end(Sequence sequence) {
        return end(sequence.tokens(), sequence.count());
    }

    /** Whether tokens end a sequence. */
    boolean end(int[] tokens, int count) {
        for (SequenceConstraint constraint : constraints) {
            if (constraint.ends(tokens, count)) {
                return true;
            }
        }
        return false;
    }
}
