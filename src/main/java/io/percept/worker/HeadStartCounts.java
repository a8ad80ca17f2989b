package io.percept.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many of something there are, by the head start of their priority. Thread-safe. */
final class HeadStartCounts {

    private final ConcurrentMap<Long, Integer> counts = new ConcurrentHashMap<>();

    void add(long headStart) {
        counts.merge(headStart, 1, Integer::sum);
    }

    void remove(long headStart) {
        counts.computeIfPresent(headStart, (any, count) -> count == 1 ? null : count - 1);
    }

    void clear() {
        counts.clear();
    }

    /** The greatest head start of any; {@link Long#MIN_VALUE} where there is none. */
    long greatest() {
        long greatest = Long.MIN_VALUE;
        for (long headStart : counts.keySet()) {
            greatest = Math.max(greatest, headStart);
        }
        return greatest;
    }

    /** Those with such a head start or a greater one. Takes no lock that anybody else holds. */
    int atLeast(long headStart) {
        int sum = 0;
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            sum += entry.getKey() >= headStart ? entry.getValue() : 0;
        }
        return sum;
    }
}
