package io.percept.contract;

import java.time.Duration;

/**
 * What the priority of an event is worth wherever something waits for its turn: a head start, not a right of way, so that nothing waits
 * for ever.
 */
public final class Priority {

    /** One step of priority counts as so much waiting. */
    private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

    /**
     * Steps beyond which a priority is worth no more. A hundred are ten seconds: plenty to go before others, and soon made up for by
     * those who wait. Senders state their priority themselves; without an end, the largest number would be a head start of years.
     */
    private static final int MOST_STEPS = 100;

    private Priority() {}

    /**
     * Within ten seconds, before or behind what is normal.
     *
     * @param priority higher is served first; 0 is normal; below -100 counts as -100, above 100 as 100
     */
    public static long headStartNanos(int priority) {
        return Math.clamp(priority, -MOST_STEPS, MOST_STEPS) * STEP_NANOS;
    }
}
