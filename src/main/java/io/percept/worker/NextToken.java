package io.percept.worker;

import io.percept.contract.Decoding.Sampling;
import io.percept.engine.Logits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What the model says of the next token of a sequence. Forbidden tokens are passed over; among equals the lowest id is first.
 *
 * @param row of the logits
 */
record NextToken(Logits logits, int row, BitSet forbidden) {

    /** No token: all are forbidden. */
    static final int NONE = -1;

    /** @param logProbability by the softmax over all tokens, the forbidden ones included */
    record Scored(int token, double logProbability) {}

    private record Weighed(int token, double weight) {}

    private static final Comparator<Scored> WORST_FIRST = Comparator.comparingDouble(Scored::logProbability)
            .thenComparing(Comparator.comparingInt(Scored::token).reversed());

    private boolean isAllowed(int token) {
        // What is not a number, or impossible, is no choice either.
        return !forbidden.get(token) && logits.value(row, token) > Float.NEGATIVE_INFINITY;
    }

    /** The likeliest token, or {@link #NONE}. */
    int likeliest() {
        if (forbidden.isEmpty()) {
            return logits.argmax(row);
        }
        int best = NONE;
        for (int token = 0; token < logits.vocabulary(); token++) {
            if (isAllowed(token) && (best == NONE || logits.value(row, token) > logits.value(row, best))) {
                best = token;
            }
        }
        return best;
    }

    /** The likeliest tokens, the best first; fewer where there are no more. */
    List<Scored> likeliest(int count) {
        double logSum = logits.logSum(row);
        PriorityQueue<Scored> best = new PriorityQueue<>(count + 1, WORST_FIRST);
        for (int token = 0; token < logits.vocabulary(); token++) {
            if (isAllowed(token)) {
                double score = logits.value(row, token) - logSum;
                if (best.size() < count || score > best.peek().logProbability()) {
                    best.add(new Scored(token, score));
                    if (best.size() > count) {
                        best.poll();
                    }
                }
            }
        }
        List<Scored> sorted = new ArrayList<>(best);
        sorted.sort(WORST_FIRST.reversed());
        return sorted;
    }

    /**
     * A token drawn by its probability among those that are allowed, or {@link #NONE}.
     *
     * @param uniform in 0..1, 1 excluded
     */
    int draw(Sampling sampling, double uniform) {
        List<Weighed> nucleus = nucleus(sampling);
        double left = uniform * nucleus.stream().mapToDouble(Weighed::weight).sum();
        for (Weighed each : nucleus) {
            left -= each.weight();
            if (left < 0) {
                return each.token();
            }
        }
        // Rounding may leave a crumb.
        return nucleus.isEmpty() ? NONE : nucleus.getLast().token();
    }

    /**
     * The smallest set of likeliest tokens that has the probability top-p together (Holtzman et al. 2020), the likeliest
     * first.
     */
    private List<Weighed> nucleus(Sampling sampling) {
        int best = likeliest();
        if (best == NONE) {
            return List.of();
        }
        List<Weighed> all = new ArrayList<>();
        double total = 0;
        for (int token = 0; token < logits.vocabulary(); token++) {
            if (isAllowed(token)) {
                double weight = Math.exp((logits.value(row, token) - logits.value(row, best)) / sampling.temperature());
                all.add(new Weighed(token, weight));
                total += weight;
            }
        }
        if (sampling.topP() == 1) {
            return all;
        }
        // Tokens below this have less than 1 - p together, so none of them is in the set: the rest is quickly sorted.
        double least = (1 - sampling.topP()) * total / all.size();
        all.removeIf(each -> each.weight() < least);
        all.sort(Comparator.comparingDouble(Weighed::weight).reversed().thenComparingInt(Weighed::token));
        double sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).weight();
            if (sum >= sampling.topP() * total) {
                return all.subList(0, i + 1);
            }
        }
        return all;
    }
}
