package io.percept.worker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * What waits, by its rank. One that has become late is put back when it comes up, which happens to each once at most, so that finding
 * the next costs the same however many wait. Not thread-safe.
 */
final class RankedQueue<T> {

    private record Entry<T>(T item, long turn) {}

    private final Function<T, Rank> rank;
    private final PriorityQueue<Entry<T>> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::turn));

    RankedQueue(Function<T, Rank> rank) {
        this.rank = rank;
    }

    void add(T item) {
        entries.add(new Entry<>(item, rank.apply(item).inTime()));
    }

    /** The first, or null. */
    T peek(long now) {
        for (Entry<T> first = entries.peek(); first != null; first = entries.peek()) {
            long turn = rank.apply(first.item()).at(now);
            if (turn == first.turn()) {
                return first.item();
            }
            entries.remove();
            entries.add(new Entry<>(first.item(), turn));
        }
        return null;
    }

    /** Whether it is what was seen last. */
    boolean isFirst(T item) {
        Entry<T> first = entries.peek();
        return first != null && first.item() == item;
    }

    /** Takes out what was seen last. */
    void remove() {
        entries.remove();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** Takes out all, in no order. */
    List<T> removeAll() {
        List<T> all = new ArrayList<>(entries.size());
        entries.forEach(entry -> all.add(entry.item()));
        entries.clear();
        return all;
    }
}
