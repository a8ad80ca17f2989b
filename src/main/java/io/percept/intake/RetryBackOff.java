package io.percept.intake;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: twice as long each time, up to a limit, and of that at random between the half and the
 * whole, so that events that failed together do not come back together.
 *
 * @param first before the second try
 * @param most before any
 */
record RetryBackOff(Duration first, Duration most, RandomGenerator random) {

    private static final int MOST_DOUBLINGS = 30;

    /** @param tries so far, at least 1 */
    Duration after(int tries) {
        long factor = 1L << Math.min(tries - 1, MOST_DOUBLINGS);
        long whole = Math.min(most.toMillis(), first.toMillis() * factor);
        return Duration.ofMillis(random.nextLong(whole / 2, whole + 1));
    }
}
