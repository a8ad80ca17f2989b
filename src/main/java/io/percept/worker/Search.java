package io.percept.worker;

import io.percept.contract.Decoding.Beam;
import io.percept.engine.Logits;
import io.percept.prompt.GenerationPlan;

/**
 * Decides how the sequences of one generation go on. It is told what the model says of each of them, and then takes all of
 * them one token further. For the scheduler's thread only.
 */
sealed interface Search permits SingleSearch, BeamSearch {

    static Search of(Job job, int eos) {
        GenerationPlan plan = (GenerationPlan) job.plan();
        return plan.strategy() instanceof Beam beam
                ? new BeamSearch(job, plan, beam, eos)
                : new SingleSearch(job, plan, eos);
    }

    /** Most rows that it takes at a time. */
    int rows();

    /**
     * Hears what the model says of a sequence, whose last token is in the cache now.
     *
     * @param row of the logits
     */
    void read(Sequence sequence, Logits logits, int row);

    /**
     * Takes the sequences further, all of which were read. Ends the job if that was the last token; its rows are then for
     * the caller to remove.
     */
    void advance(Lane lane);
}
