package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event costs in a small and in a large backlog.
 *
 * @param events of the large one
 * @param growth how many times as many as in a small one
 * @param cost seconds per event in each slice of the large one ÷ in the small ones right before and after it
 * @param slices events a second in each slice of the large one, in order
 * @param small the same of the small ones, one before each slice and one after the last; empty in runs of before they were kept
 */
record Backlog(int events, int growth, Spread cost, List<Double> slices, List<Double> small) {

    Backlog {
        slices = List.copyOf(slices);
        small = small == null ? List.of() : List.copyOf(small);
    }

    /**
     * @param slices at least one
     * @param small one more than slices
     */
    static Backlog of(int events, int growth, List<Double> slices, List<Double> small) {
        List<Double> costs = new ArrayList<>(slices.size());
        for (int slice = 0; slice < slices.size(); slice++) {
            costs.add((small.get(slice) + small.get(slice + 1)) / 2 / slices.get(slice));
        }
        return new Backlog(events, growth, Spread.of(costs), slices, small);
    }
}
