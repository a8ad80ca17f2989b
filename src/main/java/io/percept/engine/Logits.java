package io.percept.engine;

/**
 * Scores of the vocabulary for the tokens that were asked for.
 *
 * @param values rows of {@code vocabulary} values
 */
public record Logits(float[] values, int vocabulary) {

    /**
     * Whether a row holds scores. A sequence in which the decoder has run out of its numbers' range has none at all: one value of
     * its last layer that is no number makes every product with it none.
     */
    public boolean areNumbers(int row) {
        return !Float.isNaN(values[row * vocabulary]);
    }

    /** The likeliest token of a row; the lowest id among equals. */
    public int argmax(int row) {
        int start = row * vocabulary;
        float best = Float.NEGATIVE_INFINITY;
        int index = 0;
        for (int i = 0; i < vocabulary; i++) {
            float value = values[start + i];
            if (value > best) {
                best = value;
                index = i;
            }
        }
        return index;
    }

    /** The score of a token in a row. */
    public float value(int row, int token) {
        return values[row * vocabulary + token];
    }

    /** Natural logarithm of the probability of a token by the softmax of a row. */
    public double logProbability(int row, int token) {
        return value(row, token) - logSum(row);
    }

    /** What to subtract from a row's scores to get natural logarithms of probabilities. */
    public double logSum(int row) {
        int start = row * vocabulary;
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < vocabulary; i++) {
            best = Math.max(best, values[start + i]);
        }
        double sum = 0;
        for (int i = 0; i < vocabulary; i++) {
            sum += Math.exp(values[start + i] - best);
        }
        return best + Math.log(sum);
    }
}
