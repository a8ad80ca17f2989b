package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CandidateScoresTest {

    @Test
    void shouldMakeProbabilitiesOfScores() {
        double[] probabilities = new CandidateScores(new double[] {Math.log(3), Math.log(1)}).probabilities(1);

        assertThat(probabilities[0]).isCloseTo(0.75, within(1e-12));
        assertThat(probabilities[1]).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void shouldBeLessSureAtAHigherTemperature() {
        CandidateScores scores = new CandidateScores(new double[] {-1, -2});

        assertThat(scores.probabilities(4)[0]).isLessThan(scores.probabilities(1)[0]);
    }

    @Test
    void shouldNotOverflow() {
        assertThat(new CandidateScores(new double[] {-2000, -1}).probabilities(1))
                .containsExactly(0, 1);
    }
}
