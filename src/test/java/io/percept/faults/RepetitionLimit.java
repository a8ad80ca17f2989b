package io.percept.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How many endings may be repeated: for every time that work was cut off, what may be in flight (the budget and one poll), and
 * what may have ended since the last commit: as many as ended in any commit interval of the run, at most. With exactly-once, none,
 * unless the broker's disk fails: a broker that could not write its own topics may lose offsets and keep results.
 */
final class RepetitionLimit {

    /** The poll loop looks at the clock once per poll, which waits up to 100 ms. */
    private static final long LATE_MILLIS = 200;

    private RepetitionLimit() {}

    static int of(int interruptions, FaultSetup setup, List<Terminal> terminals) {
        if (setup.delivery() == Delivery.EXACTLY_ONCE && setup.brokerData().isEmpty()) {
            return 0;
        }
        PerceptSettings settings = setup.percepts();
        long interval = settings.commitInterval().toMillis() + LATE_MILLIS;
        return interruptions * (settings.maxInFlight() + settings.pollRecords() + mostWithin(interval, terminals));
    }

    private static int mostWithin(long millis, List<Terminal> terminals) {
        Deque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (long at : terminals.stream().mapToLong(Terminal::atMillis).sorted().toArray()) {
            window.addLast(at);
            while (window.getFirst() < at - millis) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }
}
