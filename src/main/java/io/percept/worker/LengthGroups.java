package io.percept.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Puts items into groups for one call each, so that all calls together cost the least. Shorter rows of a call are padded to its
 * longest, and on a CPU padding costs as much as work; a call by itself costs as much as some tokens.
 *
 * @param maxRows most items of a group
 */
record LengthGroups(int maxRows) {

    /**
     * Tokens that a call is worth. On one thread of an AVX512 machine percept-tiny takes 0.06 ms for a token and 0.3 ms for a call, and more where
     * its weights have to be read anew.
     */
    private static final int CALL = 12;

    /** Groups of the least cost, from the longest items to the shortest. */
    <T> List<List<T>> of(List<T> items, ToIntFunction<T> length) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(length).reversed());
        // Of the first so many items: the least cost, and where the last of their groups begins. Groups of
        // neighbours are enough: two groups that overlap can change items, and neither gets longer.
        long[] costs = new long[sorted.size() + 1];
        int[] begins = new int[sorted.size() + 1];
        Arrays.fill(costs, 1, costs.length, Long.MAX_VALUE);
        for (int end = 1; end <= sorted.size(); end++) {
            for (int begin = Math.max(0, end - maxRows); begin < end; begin++) {
                long cost = costs[begin] + CALL + (long) length.applyAsInt(sorted.get(begin)) * (end - begin);
                if (cost < costs[end]) {
                    costs[end] = cost;
                    begins[end] = begin;
                }
            }
        }
        List<List<T>> groups = new LinkedList<>();
        for (int end = sorted.size(); end > 0; end = begins[end]) {
            groups.addFirst(new ArrayList<>(sorted.subList(begins[end], end)));
        }
        return groups;
    }
}
