package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.Logits;
import io.percept.engine.NoNumbers;
import io.percept.engine.TextDecoder;
import io.percept.prompt.CandidateScores;
import io.percept.prompt.ScoringPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores candidates once their prompt has been computed. The first token of each is scored by the logits of the prompt;
 * where all candidates have one token, that is all. The further tokens of longer ones are rows that share the prompt's
 * keys and values, several candidates per call. For the scheduler's thread only.
 */
final class CandidateScorer {

    /** A job whose candidates have several tokens. Its prompt is in a row of a lane. */
    record Open(Job job, int promptRow, int promptLength, double[] sums) {

        ScoringPlan plan() {
            return (ScoringPlan) job.plan();
        }
    }

    /** The tokens of one candidate after its first. */
    private record Branch(Open open, int candidate) {

        int[] ids() {
            return open.plan().candidates().get(candidate);
        }

        int count() {
            return ids().length - 1;
        }
    }

    private final TextDecoder decoder;
    private final LengthGroups groups;
    private final WorkerListener listener;

    CandidateScorer(TextDecoder decoder, LengthGroups groups, WorkerListener listener) {
        this.decoder = decoder;
        this.groups = groups;
        this.listener = listener;
    }

    /** Log-probabilities of each candidate's first token. */
    static double[] firstTokens(ScoringPlan plan, Logits logits, int row) {
        return plan.candidates().stream()
                .mapToDouble(ids -> logits.logProbability(row, ids[0]))
                .toArray();
    }

    /** Ends a job whose tokens are all scored. */
    static void complete(Job job, double[] sums) {
        List<int[]> candidates = ((ScoringPlan) job.plan()).candidates();
        double[] means = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            means[i] = sums[i] / candidates.get(i).length;
            if (Double.isNaN(means[i])) {
                job.failEngine(new NoNumbers("The score of a candidate"));
                return;
            }
        }
        job.complete(new CandidateScores(means), 0);
    }

    /**
     * Scores the further tokens and ends the jobs.
     *
     * @param firstFree first row of the lane that nobody uses; as many as a call takes are reserved
     */
    void score(Lane lane, int firstFree, List<Open> jobs) {
        List<Branch> branches = new ArrayList<>();
        for (Open open : jobs) {
            for (int i = 0; i < open.sums().length; i++) {
                Branch branch = new Branch(open, i);
                if (branch.count() > 0) {
                    branches.add(branch);
                }
            }
        }
        for (List<Branch> group : groups.of(branches, Branch::count)) {
            run(lane, firstFree, group);
        }
        jobs.forEach(open -> complete(open.job(), open.sums()));
    }

    private void run(Lane lane, int firstFree, List<Branch> group) {
        Logits logits;
        long start = System.nanoTime();
        try {
            logits = extend(lane, firstFree, group);
        } catch (RuntimeException e) {
            listener.callFailed("decoder", group.size());
            if (group.size() == 1) {
                group.getFirst().open().job().failEngine(e);
            } else {
                int half = group.size() / 2;
                run(lane, firstFree, group.subList(0, half));
                run(lane, firstFree, group.subList(half, group.size()));
            }
            return;
        }
        int row = 0;
        int tokens = 0;
        for (Branch branch : group) {
            tokens += branch.count();
            for (int i = 0; i < branch.count(); i++) {
                branch.open().sums()[branch.candidate()] += logits.logProbability(row++, branch.ids()[i + 1]);
            }
        }
        listener.prefilled(group.size(), tokens, System.nanoTime() - start);
    }

    private Logits extend(Lane lane, int firstFree, List<Branch> group) {
        List<DecoderRow> rows = new ArrayList<>(group.size());
        for (Branch branch : group) {
            int row = firstFree + rows.size();
            Open open = branch.open();
            lane.cache().copyRow(lane.cache(), open.promptRow(), row, open.promptLength());
            rows.add(DecoderRow.scored(branch.ids(), branch.count(), open.promptLength(), row));
        }
        return decoder.extend(lane.cache(), rows);
    }
}
