package io.percept.faults;

import java.util.Map;

/**
 * A moment at which work in flight was cut off.
 *
 * @param atMillis on the clock of the {@link Ledger}
 * @param committed the group's offsets by partition, read while nobody could commit; a partition that is missing had none
 */
record Interruption(long atMillis, Map<Integer, Long> committed) {

    /** An ending is seen this much later than it was written, at most. */
    private static final long SEEN_LATE_MILLIS = 5_000;

    Interruption {
        committed = Map.copyOf(committed);
    }

    /** Whether the event, which ended before, had to be worked on again because of this. */
    boolean explains(SentEvent event, Terminal before, Terminal again) {
        return event.offset() >= committed.getOrDefault(event.partition(), 0L)
                && before.atMillis() <= atMillis + SEEN_LATE_MILLIS
                && again.atMillis() >= atMillis;
    }
}
