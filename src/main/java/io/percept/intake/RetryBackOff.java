package io.percept.intake;

import io.percept.publish.Doubling;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: of a wait that doubles, at random between the half and the whole, so that events that
 * failed together do not come back together.
 */
record RetryBackOff(Doubling waits, RandomGenerator random) {

    /** @param tries so far, at least 1 */
    Duration after(int tries) {
        long whole = waits.after(tries - 1).toMillis();
        return Duration.ofMillis(random.nextLong(whole / 2, whole + 1));
    }
}
