package io.percept.worker;

import io.percept.contract.Decoding.Beam;
import io.percept.contract.Decoding.Sampling;
import io.percept.engine.Logits;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Generation as one would write it down: every hypothesis is a list of tokens, and the model is asked about the whole of it
 * each time. There is no cache, no row and no batch.
 */
final class ReferenceSearch {

    private record Hypothesis(List<Integer> tokens, double sum) {

        Hypothesis with(int token, double logProbability) {
            List<Integer> longer = new ArrayList<>(tokens);
            longer.add(token);
            return new Hypothesis(longer, sum + logProbability);
        }
    }

    private record Continuation(int rank, int token, Hypothesis after) {}

    private record Ended(List<Integer> tokens, boolean complete, double worth) {}

    private final Function<List<Integer>, float[]> model;
    private final int eos;
    private final int poison;

    /**
     * @param model logits by the whole sequence
     * @param poison a token that the model cannot take in
     */
    ReferenceSearch(Function<List<Integer>, float[]> model, int eos, int poison) {
        this.model = model;
        this.eos = eos;
        this.poison = poison;
    }

    /** The outcome of a plan, or null where the model fails. */
    Generation generate(List<Integer> prompt, GenerationPlan plan) {
        return plan.strategy() instanceof Beam beam ? beams(prompt, plan, beam) : one(prompt, plan);
    }

    private Generation one(List<Integer> prompt, GenerationPlan plan) {
        Random random = plan.strategy() instanceof Sampling sampling
                ? new Random(sampling.seed().orElseThrow())
                : null;
        List<Integer> generated = new ArrayList<>();
        while (generated.size() < plan.maxTokens()) {
            if (generated.contains(poison)) {
                return null;
            }
            float[] logits = model.apply(joined(prompt, generated));
            List<Integer> allowed = allowed(plan, generated);
            allowed.sort(Comparator.comparingDouble(token -> -logits[token]));
            if (random != null) {
                allowed = List.of(draw(logits, allowed, (Sampling) plan.strategy(), random.nextDouble()));
            }
            int token = allowed.getFirst();
            if (token == eos) {
                return generation(generated, true);
            }
            generated.add(token);
            if (ends(plan, generated)) {
                return generation(generated, true);
            }
        }
        return generation(generated, false);
    }

    /** @param likeliestFirst the tokens that may be drawn */
    private static int draw(float[] logits, List<Integer> likeliestFirst, Sampling sampling, double uniform) {
        float highest = logits[likeliestFirst.getFirst()];
        double[] weights = likeliestFirst.stream()
                .mapToDouble(token -> Math.exp((logits[token] - highest) / sampling.temperature()))
                .toArray();
        // In the order of the ids, since the sum of fractions depends on their order.
        double total = 0;
        for (int token : likeliestFirst.stream().sorted().toList()) {
            total += weights[likeliestFirst.indexOf(token)];
        }
        List<Integer> kept = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < weights.length && (sampling.topP() == 1 || sum < sampling.topP() * total); i++) {
            kept.add(i);
            sum += weights[i];
        }
        if (sampling.topP() == 1) {
            kept.sort(Comparator.comparingInt(likeliestFirst::get));
        }
        double left = uniform * kept.stream().mapToDouble(i -> weights[i]).sum();
        for (int i : kept) {
            left -= weights[i];
            if (left < 0) {
                return likeliestFirst.get(i);
            }
        }
        return likeliestFirst.get(kept.getLast());
    }

    private Generation beams(List<Integer> prompt, GenerationPlan plan, Beam beam) {
        List<Hypothesis> live = List.of(new Hypothesis(List.of(), 0));
        List<Ended> ended = new ArrayList<>();
        for (int length = 1; ; length++) {
            if (live.stream().anyMatch(hypothesis -> hypothesis.tokens().contains(poison))) {
                return null;
            }
            List<Continuation> best = continuations(prompt, plan, live);
            best = best.subList(0, Math.min(best.size(), 2 * beam.width()));
            List<Hypothesis> next = new ArrayList<>();
            for (int place = 0; place < best.size(); place++) {
                Continuation each = best.get(place);
                boolean ends = each.token() == eos || ends(plan, each.after().tokens());
                if (ends && place < beam.width()) {
                    ended.add(ended(each.after(), length, beam, true));
                } else if (!ends && next.size() < beam.width()) {
                    next.add(each.after());
                }
            }
            if (length == plan.maxTokens()) {
                for (Hypothesis left : next) {
                    ended.add(ended(left, length, beam, false));
                }
            }
            if (ended.size() >= beam.width() || next.isEmpty() || length == plan.maxTokens()) {
                return best(ended, live.getFirst());
            }
            live = next;
        }
    }

    private List<Continuation> continuations(List<Integer> prompt, GenerationPlan plan, List<Hypothesis> live) {
        List<Continuation> all = new ArrayList<>();
        for (int rank = 0; rank < live.size(); rank++) {
            Hypothesis hypothesis = live.get(rank);
            float[] values = model.apply(joined(prompt, hypothesis.tokens()));
            Logits logits = new Logits(values, values.length);
            for (int token : allowed(plan, hypothesis.tokens())) {
                all.add(new Continuation(rank, token, hypothesis.with(token, logits.logProbability(0, token))));
            }
        }
        all.sort(Comparator.comparingDouble((Continuation each) -> -each.after().sum())
                .thenComparingInt(Continuation::rank)
                .thenComparingInt(Continuation::token));
        return all;
    }

    private Ended ended(Hypothesis hypothesis, int length, Beam beam, boolean complete) {
        List<Integer> tokens = hypothesis.tokens();
        boolean byModel = tokens.getLast() == eos;
        return new Ended(
                byModel ? tokens.subList(0, length - 1) : tokens,
                complete,
                hypothesis.sum() / Math.pow(length, beam.lengthPenalty()));
    }

    private static Generation best(List<Ended> ended, Hypothesis otherwise) {
        return ended.stream()
                .reduce((one, other) -> other.worth() > one.worth() ? other : one)
                .map(best -> generation(best.tokens(), best.complete()))
                .orElseGet(() -> generation(otherwise.tokens(), false));
    }

    private List<Integer> allowed(GenerationPlan plan, List<Integer> generated) {
        BitSet forbidden = new BitSet();
        plan.constraints().forEach(each -> each.forbid(ints(generated), generated.size(), forbidden));
        List<Integer> allowed = new ArrayList<>();
        for (int token = 0; token < FakeEngine.VOCABULARY; token++) {
            if (!forbidden.get(token)) {
                allowed.add(token);
            }
        }
        return allowed;
    }

    private static boolean ends(GenerationPlan plan, List<Integer> generated) {
        return plan.constraints().stream().anyMatch(each -> each.ends(ints(generated), generated.size()));
    }

    private static List<Integer> joined(List<Integer> prompt, List<Integer> generated) {
        List<Integer> all = new ArrayList<>(prompt);
        all.addAll(generated);
        return all;
    }

    private static Generation generation(List<Integer> tokens, boolean complete) {
        return new Generation(ints(tokens), complete);
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(i -> i).toArray();
    }
}
