package io.percept.contract;

import java.time.Duration;

/**
 * What the priority of an event is worth wherever something waits for its turn: a head start, not a right of way, so that nothing waits
 * for ever.
 */
public final class Priority {

    /** One step of priority counts as so much waiting. */
    private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

    private Priority() {}

    /** @param priority higher is served first; 0 is normal */
    public static long headStartNanos(int priority) {
        return priority * STEP_NANOS;
    }
}
