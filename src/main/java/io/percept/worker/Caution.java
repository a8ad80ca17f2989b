package io.percept.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For how long each image has a call of the encoder of its own, and each plan the decoder to itself, in all workers that have this in
 * common: what made the engine of one of them hang is tried again, and by whichever of them is free. Thread-safe.
 */
final class Caution {

    private final Map<EnginePart, AtomicLong> untilNanos = Map.of(
            EnginePart.ENCODER, new AtomicLong(System.nanoTime()),
            EnginePart.DECODER, new AtomicLong(System.nanoTime()));

    /** From now on for so long, or for longer where that was said before. */
    void take(EnginePart part, Duration howLong) {
        long until = System.nanoTime() + howLong.toNanos();
        untilNanos.get(part).accumulateAndGet(until, (one, other) -> one - other > 0 ? one : other);
    }

    boolean isTaken(EnginePart part) {
        return untilNanos.get(part).get() - System.nanoTime() > 0;
    }
}
