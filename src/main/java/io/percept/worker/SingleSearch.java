package io.percept.worker;

import io.percept.contract.Decoding.Sampling;
import io.percept.engine.Logits;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import java.util.Random;

/** One sequence, which goes on with its likeliest token, or with one that is drawn. */
final class SingleSearch implements Search {

    private final Job job;
    private final GenerationPlan plan;
    private final SequenceRules rules;
    private final int eos;
    /** Specified to the digit by the platform, so that a seed gives the same draws wherever it is used. */
    private final Random random;

    private Sequence sequence;
    private int token;

    SingleSearch(Job job, GenerationPlan plan, int eos) {
        this.job = job;
        this.plan = plan;
        this.rules = new SequenceRules(plan.constraints());
        this.eos = eos;
        this.random = plan.strategy() instanceof Sampling sampling
                ? new Random(sampling.seed().orElseThrow())
                : null;
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public void read(Sequence read, Logits logits, int row) {
        sequence = read;
        NextToken next = new NextToken(logits, row, rules.forbidden(read));
        token = plan.strategy() instanceof Sampling sampling
                ? next.draw(sampling, random.nextDouble())
                : next.likeliest();
    }

    @Override
    public void advance(Lane lane) {
        if (token == eos) {
            end(true);
        } else if (token == NextToken.NONE) {
            end(false);
        } else {
            sequence.append(token, 0);
            if (rules.end(sequence)) {
                end(true);
            } else if (sequence.count() == plan.maxTokens()) {
                end(false);
            }
        }
    }

    private void end(boolean complete) {
        job.complete(new Generation(sequence.generated(), complete), sequence.count());
    }
}
