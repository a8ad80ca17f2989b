package io.percept.worker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Puts items of like length into groups for one call each. Shorter rows of a call are padded to its longest, and on a CPU
 * padding costs as much as work, so lengths within a group differ by little.
 *
 * @param maxRows most items of a group
 */
record LengthGroups(int maxRows) {

    private static final int ALWAYS_ALIKE = 2;

    <T> List<List<T>> of(List<T> items, ToIntFunction<T> length) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(length).reversed());
        List<List<T>> groups = new ArrayList<>();
        List<T> group = new ArrayList<>();
        for (T item : sorted) {
            if (!group.isEmpty() && !fits(group, length.applyAsInt(group.getFirst()), length.applyAsInt(item))) {
                groups.add(group);
                group = new ArrayList<>();
            }
            group.add(item);
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private boolean fits(List<?> group, int longest, int length) {
        return group.size() < maxRows && longest - length <= Math.max(ALWAYS_ALIKE, longest / 8);
    }
}
