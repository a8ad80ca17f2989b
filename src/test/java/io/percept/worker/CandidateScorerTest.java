package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.prompt.CandidateScores;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenSequence;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CandidateScorerTest {

    private final Job job = new Job(
            new ScoringPlan(TokenSequence.EMPTY, Plans.text(5, 6), List.of(new int[] {7}, new int[] {8, 9})),
            Rank.of(0, 0),
            0,
            WorkerListener.NONE);

    @Test
    void shouldScoreACandidateByTheMeanOfItsTokens() {
        CandidateScorer.complete(job, new double[] {-1, -3});

        assertThat(((CandidateScores) job.result().join()).logProbabilities()).containsExactly(-1, -1.5);
    }

    @Test
    void shouldFailAPlanOfWhoseCandidatesOneHasNoScore() {
        CandidateScorer.complete(job, new double[] {Double.NaN, -3});

        assertThatThrownBy(job.result()::join)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(PerceptException.class))
                .extracting(PerceptException::code)
                .isEqualTo(ErrorCode.ENGINE_FAILED);
    }
}
