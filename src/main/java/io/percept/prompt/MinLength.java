package io.percept.prompt;

import java.util.BitSet;

/**
 * The model does not end the sequence before it has so many tokens.
 *
 * @param eos the token that ends it
 */
public record MinLength(int tokens, int eos) implements SequenceConstraint {

    @Override
    public void forbid(int[] generated, int count, BitSet forbidden) {
        if (count < tokens) {
            forbidden.set(eos);
        }
    }
}
