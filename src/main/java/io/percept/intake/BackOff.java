package io.percept.intake;

import java.time.Duration;

/** Waits that double, from the first to the longest. Thread-safe. */
final class BackOff {

    private final Duration first;
    private final Duration longest;
    private Duration next;
    private long over = System.nanoTime();

    BackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** Begins a wait and says how long it is. */
    synchronized Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        over = System.nanoTime() + wait.toNanos();
        return wait;
    }

    synchronized boolean isOver() {
        return System.nanoTime() - over >= 0;
    }

    synchronized void reset() {
        next = first;
    }
}
