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
        return Math.max(1, nanosLeft() / 1_000_000);
    }

    /** What is left; negative once it has passed. */
    long nanosLeft() {
        return nanos - System.nanoTime();
    }

    boolean passed() {
        return nanosLeft() <= 0;
    }
}
