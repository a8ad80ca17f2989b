package io.percept.prompt;

/**
 * Scores of the candidates of a plan.
 *
 * @param logProbabilities per candidate the mean of the natural log-probabilities of its tokens
 */
public record CandidateScores(double[] logProbabilities) implements TokenOutcome {

    /** Softmax over the candidates, after division of the scores by a temperature. */
    public double[] probabilities(double temperature) {
        double best = Double.NEGATIVE_INFINITY;
        for (double score : logProbabilities) {
            best = Math.max(best, score);
        }
        double[] result = new double[logProbabilities.length];
        double sum = 0;
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.exp((logProbabilities[i] - best) / temperature);
            sum += result[i];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= sum;
        }
        return result;
    }
}
