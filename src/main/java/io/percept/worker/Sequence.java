package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import java.util.Arrays;
import java.util.List;

/** A generation whose prompt is in the cache. */
final class Sequence {

    private static final int[] NO_IMAGES = {};

    private final Job job;
    private final int maxTokens;
    private final int[] next = new int[1];
    private int past;
    private int[] generated = new int[32];
    private int count;

    /** @param past tokens that the cache holds */
    Sequence(Job job, int past) {
        this.job = job;
        this.past = past;
        this.maxTokens = ((GenerationPlan) job.plan()).maxTokens();
    }

    Job job() {
        return job;
    }

    int past() {
        return past;
    }

    /** The step that takes the last token in. */
    DecoderRow step(int row) {
        return new DecoderRow(next, NO_IMAGES, 0, 1, List.of(), past, row, true, false);
    }

    /** The step went well: the last token is in the cache. */
    void stepped() {
        past++;
    }

    /**
     * Takes the likeliest token, and ends the job if that was the last.
     *
     * @return whether the sequence has ended
     */
    boolean append(int token, int eos) {
        if (token == eos) {
            job.complete(new Generation(Arrays.copyOf(generated, count), true), count);
            return true;
        }
        if (count == generated.length) {
            generated = Arrays.copyOf(generated, 2 * count);
        }
        generated[count++] = token;
        next[0] = token;
        if (count == maxTokens) {
            job.complete(new Generation(Arrays.copyOf(generated, count), false), count);
            return true;
        }
        return false;
    }
}
