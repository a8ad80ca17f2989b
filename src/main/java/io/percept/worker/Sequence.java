package io.percept.worker;

import io.percept.engine.DecoderRow;
import java.util.Arrays;

/** Generated tokens after a prompt that is in the cache, in a row of a lane. For the scheduler's thread only. */
final class Sequence {

    private final Job job;
    private final Search search;
    private final int[] next = new int[1];
    private int row;
    private int past;
    private int[] generated;
    private int count;
    private double logProbability;

    /** @param past tokens that the cache holds */
    Sequence(Job job, Search search, int past) {
        this(job, search, past, new int[32], 0);
    }

    private Sequence(Job job, Search search, int past, int[] generated, int count) {
        this.job = job;
        this.search = search;
        this.past = past;
        this.generated = generated;
        this.count = count;
    }

    /** Another sequence with the same tokens, in no row yet. */
    Sequence fork() {
        return new Sequence(job, search, past, generated.clone(), count);
    }

    Job job() {
        return job;
    }

    Search search() {
        return search;
    }

    /** The row of the lane that it is in. */
    int row() {
        return row;
    }

    void row(int moved) {
        row = moved;
    }

    /** Tokens in the cache. */
    int past() {
        return past;
    }

    /** Tokens of the prompt. Valid while all generated tokens are in the cache. */
    int promptLength() {
        return past - count;
    }

    /** Number of generated tokens. */
    int count() {
        return count;
    }

    /** Generated tokens, with room behind them. Not to be changed. */
    int[] tokens() {
        return generated;
    }

    /** A copy of the generated tokens. */
    int[] generated() {
        return Arrays.copyOf(generated, count);
    }

    /** The sum that was given with the last token. */
    double logProbability() {
        return logProbability;
    }

    /** The step that takes the last token in. */
    DecoderRow step() {
        return DecoderRow.step(next, 0, past, row);
    }

    /** The step went well: the last token is in the cache. */
    void stepped() {
        past++;
    }

    /** @param sum log-probability of all generated tokens, where the search needs it */
    void append(int token, double sum) {
        if (count == generated.length) {
            generated = Arrays.copyOf(generated, 2 * count);
        }
        generated[count++] = token;
        next[0] = token;
        logProbability = sum;
    }
}
