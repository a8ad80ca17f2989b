package io.percept.faults;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** How long a fault lasts, or a run goes on before the next one. */
final class Pause {

    private Pause() {}

    static void of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** A time between the two, drawn from the seeded numbers of the run. */
    static void between(long leastMillis, long mostMillis, Random random) {
        of(Duration.ofMillis(random.nextLong(leastMillis, mostMillis + 1)));
    }
}
