package io.percept.resolve.fetch;

import java.time.Duration;

/**
 * A moment on the monotonic clock.
 *
 * @param nanos as {@link System#nanoTime} counts
 */
record Deadline(long nanos) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left, never less than a millisecond, so that it can serve as a time limit. */
    long millis() {
        return Math.max(1, (nanos - System.nanoTime()) / 1_000_000);
    }

    boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }
}
