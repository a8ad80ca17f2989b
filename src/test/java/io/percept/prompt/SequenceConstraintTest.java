package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceConstraintTest {

    @Test
    void shouldForbidWhatWouldRepeatAnNgram() {
        NoRepeatNgram twice = new NoRepeatNgram(2, id -> true);

        assertThat(forbidden(twice, 5, 6, 7, 5)).containsExactly(6);
        assertThat(forbidden(twice, 5, 6, 5, 7, 5)).containsExactlyInAnyOrder(6, 7);
        assertThat(forbidden(twice, 5, 6, 7)).isEmpty();
    }

    @Test
    void shouldForbidEveryTokenThatWasThereWithNgramsOfOne() {
        assertThat(forbidden(new NoRepeatNgram(1, id -> true), 5, 6)).containsExactlyInAnyOrder(5, 6);
    }

    @Test
    void shouldLetMarksComeAgain() {
        NoRepeatNgram text = new NoRepeatNgram(2, id -> id < 100);

        assertThat(forbidden(text, 5, 100, 5)).isEmpty();
        assertThat(forbidden(text, 100, 5, 100)).isEmpty();
    }

    @Test
    void shouldKeepTheEndBackUntilTheTextIsLongEnough() {
        MinLength two = new MinLength(2, 9);

        assertThat(forbidden(two, 5)).containsExactly(9);
        assertThat(forbidden(two, 5, 6)).isEmpty();
    }

    @Test
    void shouldEndAtAStringThatBeginsAndEndsWithinTokens() {
        StopStrings stop = new StopStrings(List.of("r d"), ids -> "a car drives".substring(0, 3 * ids.length));

        assertThat(stop.ends(new int[5], 2)).isFalse();
        assertThat(stop.ends(new int[5], 3)).isTrue();
    }

    @Test
    void shouldCutTheTextBeforeTheFirstOfTheStrings() {
        assertThat(StopStrings.cut("one, two and three", List.of(" and", ","))).isEqualTo("one");
        assertThat(StopStrings.cut("one", List.of("x"))).isEqualTo("one");
    }

    private static List<Integer> forbidden(SequenceConstraint constraint, int... generated) {
        BitSet forbidden = new BitSet();
        constraint.forbid(generated, generated.length, forbidden);
        return forbidden.stream().boxed().toList();
    }
}
