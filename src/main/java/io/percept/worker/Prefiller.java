package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.Logits;
import io.percept.engine.TextDecoder;
import io.percept.prompt.ScoringPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the prompts of new jobs: generations become sequences of a lane with their first token, scorings end here. For
 * the scheduler's thread only.
 */
final class Prefiller {

    private final TextDecoder decoder;
    private final Lanes lanes;
    private final PrefixSharing sharing;
    private final CandidateScorer candidates;
    private final LengthGroups groups;
    private final int eos;
    private final WorkerListener listener;

    Prefiller(
            TextDecoder decoder,
            Lanes lanes,
            PrefixSharing sharing,
            LengthGroups groups,
            int eos,
            WorkerListener listener) {
        this.decoder = decoder;
        this.lanes = lanes;
        this.sharing = sharing;
        this.groups = groups;
        this.eos = eos;
        this.listener = listener;
        this.candidates = new CandidateScorer(decoder, groups, listener);
    }

    void prefill(List<Job> jobs) {
        Map<Lane, List<Prompt>> fresh = new LinkedHashMap<>();
        Map<Lane, List<Prompt>> continued = new LinkedHashMap<>();
        for (Prompt prompt : sharing.prompts(jobs)) {
            (prompt.hasPast() ? continued : fresh)
                    .computeIfAbsent(lanes.forLength(prompt.rowLength()), lane -> new ArrayList<>())
                    .add(prompt);
        }
        fresh.forEach(this::runGroups);
        continued.forEach(this::runGroups);
    }

    private void runGroups(Lane lane, List<Prompt> prompts) {
        for (List<Prompt> group : groups.of(prompts, Prompt::count)) {
            // Generations first: their rows then follow the active ones without a gap.
            group.sort(Comparator.comparing(prompt -> !prompt.job().isGeneration()));
            run(lane, group);
        }
    }

    private void run(Lane lane, List<Prompt> group) {
        long start = System.nanoTime();
        int base = lane.size();
        Logits logits;
        try {
            logits = extend(lane, base, group);
        } catch (RuntimeException e) {
            listener.callFailed("decoder", group.size());
            split(lane, group, e);
            return;
        }
        int tokens = group.stream().mapToInt(Prompt::count).sum();
        listener.prefilled(group.size(), tokens, System.nanoTime() - start);
        score(lane, base, group, logits);
        start(lane, base, group, logits);
    }

    private void split(Lane lane, List<Prompt> group, RuntimeException cause) {
        if (group.size() == 1) {
            group.getFirst().job().failEngine(cause);
            return;
        }
        int half = group.size() / 2;
        run(lane, group.subList(0, half));
        run(lane, group.subList(half, group.size()));
    }

    private Logits extend(Lane lane, int base, List<Prompt> group) {
        boolean anyKept = group.stream().anyMatch(Prompt::isKept);
        if (anyKept || group.getFirst().hasPast()) {
            // Candidates of several tokens need rows beside those of their prompts.
            boolean branches = group.stream().anyMatch(Prompt::hasBranches);
            lane.reserve(base + group.size() + (branches ? groups.maxRows() : 0));
        }
        List<DecoderRow> rows = new ArrayList<>(group.size());
        for (Prompt prompt : group) {
            int row = base + rows.size();
            prompt.prefix().ifPresent(place -> lane.cache().copyRow(place.cache(), place.row(), row, prompt.past()));
            rows.add(prompt.row(row));
        }
        return decoder.extend(lane.cache(), rows);
    }

    private void score(Lane lane, int base, List<Prompt> group, Logits logits) {
        List<CandidateScorer.Open> open = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Prompt prompt = group.get(i);
            if (prompt.job().plan() instanceof ScoringPlan plan) {
                double[] sums = CandidateScorer.firstTokens(plan, logits, i);
                if (prompt.isKept()) {
                    open.add(new CandidateScorer.Open(prompt.job(), base + i, prompt.length(), sums));
                } else {
                    CandidateScorer.complete(prompt.job(), sums);
                }
            }
        }
        if (!open.isEmpty()) {
            candidates.score(lane, base + group.size(), open);
        }
    }

    private void start(Lane lane, int base, List<Prompt> group, Logits logits) {
        List<Search> begun = new ArrayList<>();
        for (int i = 0; i < group.size() && group.get(i).job().isGeneration(); i++) {
            Prompt prompt = group.get(i);
            sharing.offer(prompt, lane.cache(), base + i);
            Search search = Search.of(prompt.job(), eos);
            Sequence sequence = new Sequence(prompt.job(), search, prompt.length());
            lane.add(sequence);
            search.read(sequence, logits, i);
            begun.add(search);
        }
        // Only now: hypotheses take further rows behind all of these.
        begun.forEach(search -> search.advance(lane));
        lane.removeDone();
    }
}
