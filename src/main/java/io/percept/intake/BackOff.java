package io.percept.intake;

import io.percept.publish.Doubling;
import java.time.Duration;

/** What waits twice as long after each failure in a row. Thread-safe. */
final class BackOff {

    private final Doubling waits;
    private int failures;
    private long over = System.nanoTime();

    BackOff(Doubling waits) {
        this.waits = waits;
    }

    /** Begins a wait and says how long it is. */
    synchronized Duration next() {
        Duration wait = waits.after(failures);
        failures++;
        over = System.nanoTime() + wait.toNanos();
        return wait;
    }

    synchronized boolean isOver() {
        return System.nanoTime() - over >= 0;
    }

    synchronized void reset() {
        failures = 0;
    }
}
