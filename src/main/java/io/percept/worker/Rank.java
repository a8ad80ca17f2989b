package io.percept.worker;

import java.time.Duration;

/**
 * A plan's turn among those that wait: a point in time, and the earliest is first. With the arrival a, the due time d, the head
 * start h of the priority and a patience P of ten seconds it is
 *
 * <pre>
 *   min(d, a + P) − h     before it is due
 *   a + P − h             where it is never due
 *   max(d, a) + P − h     once it is late
 * </pre>
 *
 * So of two plans of one priority that are due within the patience the one that is due earlier goes first. One that is late goes
 * after all that can still be in time and came before it was late: it is treated like one that has just come and is never due. And
 * nothing waits for ever: what comes more than the patience after a plan came and was due goes behind it.
 *
 * @param inTime the turn before it is due
 * @param due when it is late
 * @param late the turn from then on
 * @param headStart of the priority
 */
record Rank(long inTime, long due, long late, long headStart) {

    /** Longer than the second or two in which most results are wanted, and much shorter than an event may take. */
    static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    /** Left to a plan for its remaining steps when it is not made to wait any longer: chosen, not measured. */
    static final long HASTE_NANOS = Duration.ofMillis(500).toNanos();

    /** Of a plan that is never due. */
    static Rank of(long arrived, long headStart) {
        long turn = arrived + PATIENCE_NANOS - headStart;
        return new Rank(turn, arrived, turn, headStart);
    }

    static Rank due(long arrived, long due, long headStart) {
        return new Rank(
                Math.min(due, arrived + PATIENCE_NANOS) - headStart,
                due,
                Math.max(due, arrived) + PATIENCE_NANOS - headStart,
                headStart);
    }

    long at(long now) {
        return now - due < 0 ? inTime : late;
    }

    /** Whether its turn has come or is so near that it must not wait for anything but the engine. */
    boolean presses(long now) {
        return at(now) - now < HASTE_NANOS;
    }
}
