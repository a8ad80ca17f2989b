package io.percept.prompt;

import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * No sequence of so many text tokens is generated twice, as in Paulus et al. 2017. Sequences with other tokens, such as the
 * marks of phrases and boxes, may come again: they are grammar. What stands in the prompt may be repeated.
 *
 * @param size at least 1
 * @param isText whether a token is text
 */
public record NoRepeatNgram(int size, IntPredicate isText) implements SequenceConstraint {

    @Override
    public void forbid(int[] generated, int count, BitSet forbidden) {
        for (int start = 0; start + size <= count; start++) {
            if (comesAgain(generated, count, start)) {
                forbidden.set(generated[start + size - 1]);
            }
        }
    }

    /** Whether the last tokens are those that an n-gram begins with. */
    private boolean comesAgain(int[] generated, int count, int start) {
        int last = count - size + 1;
        for (int i = 0; i < size - 1; i++) {
            if (generated[start + i] != generated[last + i] || !isText.test(generated[start + i])) {
                return false;
            }
        }
        return isText.test(generated[start + size - 1]);
    }
}
