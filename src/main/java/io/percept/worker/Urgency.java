package io.percept.worker;

import io.percept.contract.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How urgent a plan is, and for how long it is of use. {@link Rank} says what follows for its turn.
 *
 * @param priority higher is served first; 0 is normal. {@link Priority} says what it is worth
 * @param due when the outcome is wanted
 * @param shed whether it is of no use after that; the plan then fails with {@code EXPIRED}
 * @param withdrawal what may take the plan back
 */
public record Urgency(int priority, Optional<Instant> due, boolean shed, Optional<Withdrawal> withdrawal) {

    public static final Urgency NORMAL = new Urgency(0, Optional.empty());

    /** Beyond all waiting, and far from the ends of what a point in time can be. */
    private static final Duration FAR = Duration.ofDays(365);

    public Urgency {
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(withdrawal, "withdrawal");
    }

    /** Of a plan that nobody takes back, and whose outcome is of use whenever it comes. */
    public Urgency(int priority, Optional<Instant> due) {
        this(priority, due, false, Optional.empty());
    }

    /** From when on the outcome is of no use. */
    public Optional<Instant> expiry() {
        return due.filter(any -> shed);
    }

    /**
     * @param arrivedNanos when the plan came
     * @param now the same moment on the clock of deadlines
     */
    Rank rank(long arrivedNanos, Instant now) {
        long headStart = Priority.headStartNanos(priority);
        return due.map(at -> Rank.due(arrivedNanos, arrivedNanos + nanosUntil(at, now), headStart))
                .orElseGet(() -> Rank.of(arrivedNanos, headStart));
    }

    private static long nanosUntil(Instant due, Instant now) {
        Duration left = Duration.between(now, due);
        if (left.abs().compareTo(FAR) > 0) {
            return left.isNegative() ? -FAR.toNanos() : FAR.toNanos();
        }
        return left.toNanos();
    }
}
