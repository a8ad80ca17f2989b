package io.percept.worker;

import io.percept.contract.Decoding.Beam;
import io.percept.engine.Logits;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Several hypotheses of one text. After each step the best continuations of all go on; the best finished one is the outcome.
 *
 * <p>With width W, of the 2·W best continuations by the sum of their log-probabilities those that end count if they are among
 * the first W, and the first W of the others go on. The search ends with W finished hypotheses, or at the limit of tokens,
 * where those that are under way count as they are. A finished hypothesis is worth its sum divided by its length to the power
 * of the length penalty, the end of the sequence included. This is fairseq's search (Ott et al. 2019, {@code
 * SequenceGenerator}), with which the models of this family were published. Among equals the hypothesis that was better
 * before is first, then the lower token, then the one that finished earlier: nothing depends on the company in the batch.
 *
 * <p>Each hypothesis is in a row. One that goes on stays where it is; a second continuation of the same one is copied over
 * one that does not go on, from the token on where the two differ.
 */
final class BeamSearch implements Search {

    /** A continuation of a hypothesis by one token. */
    private record Candidate(int rank, Sequence parent, int token, double sum) {}

    private record Finished(int[] tokens, boolean complete, double worth) {}

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(Candidate::sum)
            .reversed()
            .thenComparingInt(Candidate::rank)
            .thenComparingInt(Candidate::token);

    private final Job job;
    private final GenerationPlan plan;
    private final Beam beam;
    private final SequenceRules rules;
    private final int eos;

    /** Best first. */
    private List<Sequence> live = List.of();

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();

    BeamSearch(Job job, GenerationPlan plan, Beam beam, int eos) {
        this.job = job;
        this.plan = plan;
        this.beam = beam;
        this.rules = new SequenceRules(plan.constraints());
        this.eos = eos;
    }

    @Override
    public int rows() {
        return beam.width();
    }

    @Override
    public void read(Sequence sequence, Logits logits, int row) {
        if (live.isEmpty()) {
            live = List.of(sequence);
        }
        int rank = live.indexOf(sequence);
        NextToken next = new NextToken(logits, row, rules.forbidden(sequence));
        for (NextToken.Scored scored : next.likeliest(2 * beam.width())) {
            double sum = sequence.logProbability() + scored.logProbability();
            candidates.add(new Candidate(rank, sequence, scored.token(), sum));
        }
    }

    @Override
    public void advance(Lane lane) {
        if (job.isDone()) {
            return;
        }
        List<Candidate> goOn = choose();
        candidates.clear();
        boolean atLimit = live.getFirst().count() + 1 == plan.maxTokens();
        if (finished.size() >= beam.width() || goOn.isEmpty() || atLimit) {
            if (atLimit) {
                goOn.forEach(candidate -> finish(candidate, false));
            }
            end();
        } else {
            place(lane, goOn);
        }
    }

    private void place(Lane lane, List<Candidate> goOn) {
        try {
            live = new BeamRows(lane, live)
                    .place(goOn.stream()
                            .map(each -> new BeamRows.Continuation(each.parent(), each.token(), each.sum()))
                            .toList());
        } catch (NoCacheMemory | EngineLost e) {
            // Some hypotheses may be placed and others not. All are of this job, which ends, and not of those beside
            // it.
            job.failEngine(e);
        }
    }

    /** Notes the continuations that finish, and gives those that go on, best first. */
    private List<Candidate> choose() {
        candidates.sort(BEST_FIRST);
        List<Candidate> goOn = new ArrayList<>(beam.width());
        int place = 0;
        for (Candidate candidate : candidates.subList(0, Math.min(candidates.size(), 2 * beam.width()))) {
            boolean among = place++ < beam.width();
            if (candidate.token() == eos || endsByRule(candidate)) {
                if (among) {
                    finish(candidate, true);
                }
            } else if (goOn.size() < beam.width()) {
                goOn.add(candidate);
            }
        }
        return goOn;
    }

    private boolean endsByRule(Candidate candidate) {
        int[] tokens = continued(candidate);
        return rules.end(tokens, tokens.length);
    }

    private void finish(Candidate candidate, boolean complete) {
        int length = candidate.parent().count() + 1;
        double worth = candidate.sum() / Math.pow(length, beam.lengthPenalty());
        int[] tokens = candidate.token() == eos ? candidate.parent().generated() : continued(candidate);
        finished.add(new Finished(tokens, complete, worth));
    }

    private static int[] continued(Candidate candidate) {
        int count = candidate.parent().count();
        int[] tokens = Arrays.copyOf(candidate.parent().tokens(), count + 1);
        tokens[count] = candidate.token();
        return tokens;
    }

    private void end() {
        if (finished.isEmpty()) {
            // The rules left no token to any hypothesis.
            finished.add(new Finished(live.getFirst().generated(), false, 0));
        }
        Finished best = finished.getFirst();
        for (Finished each : finished) {
            best = each.worth() > best.worth() ? each : best;
        }
        job.complete(new Generation(best.tokens(), best.complete()), best.tokens().length);
    }
}
