package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Decoding.Sampling;
import io.percept.engine.Logits;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NextTokenTest {

    /** Probabilities of one half, one quarter, one quarter, and none. */
    private static final float[] LOGITS = {
        (float) Math.log(2), 0, 0, Float.NEGATIVE_INFINITY,
    };

    @Test
    void shouldTakeTheLowestIdAmongEquals() {
        assertThat(next(0).likeliest()).isEqualTo(1);
        assertThat(next().likeliest(3)).extracting(NextToken.Scored::token).containsExactly(0, 1, 2);
    }

    @Test
    void shouldScoreByTheProbabilityAmongAllTokens() {
        assertThat(next(0).likeliest(1)).singleElement().satisfies(scored -> assertThat(
                        Math.exp(scored.logProbability()))
                .isCloseTo(0.25, org.assertj.core.api.Assertions.within(1e-6)));
    }

    @Test
    void shouldHaveNoTokenWhereAllAreForbidden() {
        NextToken none = next(0, 1, 2);

        assertThat(none.likeliest()).isEqualTo(NextToken.NONE);
        assertThat(none.likeliest(5)).isEmpty();
        assertThat(none.draw(new Sampling(1, 1, OptionalLong.empty()), 0.5)).isEqualTo(NextToken.NONE);
    }

    @Test
    void shouldDrawByProbability() {
        assertThat(drawn(1, 1)).containsExactly(0, 0, 1, 2);
    }

    @Test
    void shouldDrawFromTheNucleusOnly() {
        assertThat(drawn(1, 0.5)).containsOnly(0);
        assertThat(drawn(1, 0.75)).containsExactly(0, 0, 0, 1);
    }

    @Test
    void shouldSharpenAndFlattenByTheTemperature() {
        assertThat(drawn(0.01, 1)).containsOnly(0);
        assertThat(drawn(100, 1)).contains(0, 1, 2);
    }

    private static int[] drawn(double temperature, double topP) {
        Sampling sampling = new Sampling(temperature, topP, OptionalLong.empty());
        return IntStream.range(0, 4)
                .map(quarter -> next().draw(sampling, quarter / 4.0 + 0.1))
                .toArray();
    }

    private static NextToken next(int... forbidden) {
        BitSet set = new BitSet();
        for (int token : forbidden) {
            set.set(token);
        }
        return new NextToken(new Logits(LOGITS, LOGITS.length), 0, set);
    }
}
