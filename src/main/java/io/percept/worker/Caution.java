package io.percept.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For how long each image has a call of the encoder of its own, in all workers that have this in common: an image that made the engine
 * of one of them hang is tried again, and by whichever of them is free. Thread-safe.
 */
final class Caution {

    private final AtomicLong untilNanos = new AtomicLong(System.nanoTime());

    /** From now on for so long, or for longer where that was said before. */
    void take(Duration howLong) {
        long until = System.nanoTime() + howLong.toNanos();
        untilNanos.accumulateAndGet(until, (one, other) -> one - other > 0 ? one : other);
    }

    boolean isTaken() {
        return untilNanos.get() - System.nanoTime() > 0;
    }
}
