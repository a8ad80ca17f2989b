package io.percept.worker;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How urgent a plan is, and for how long it is of use.
 *
 * @param priority higher is served first; 0 is normal. A priority is a head start, not a right of way: each step of it
 *     counts as one hundred milliseconds of waiting, so that nothing waits for ever
 * @param deadline when the outcome is of no use any more; the plan then fails with {@code EXPIRED}
 * @param withdrawal what may take the plan back
 */
public record Urgency(int priority, Optional<Instant> deadline, Optional<Withdrawal> withdrawal) {

    public static final Urgency NORMAL = new Urgency(0, Optional.empty());

    private static final long HEAD_START_NANOS = 100_000_000L;

    public Urgency {
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(withdrawal, "withdrawal");
    }

    /** Of a plan that nobody takes back. */
    public Urgency(int priority, Optional<Instant> deadline) {
        this(priority, deadline, Optional.empty());
    }

    /** A point in time by which plans are ordered: the arrival, moved by the priority. */
    long rank(long arrivedNanos) {
        return arrivedNanos - priority * HEAD_START_NANOS;
    }
}
