package io.percept.web;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Bytes of request bodies that are held at once, in memory or as the files of a form: the number of connections alone does not
 * bound them. A body that is larger than all of it has it to itself. Thread-safe.
 */
final class BodyBudget {

    /** Bodies are counted in these. */
    private static final long UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;

    BodyBudget(long bytes) {
        units = (int) Math.clamp(Math.ceilDiv(bytes, UNIT), 1, Integer.MAX_VALUE);
        free = new Semaphore(units);
    }

    /** Empty where there is no room now: a client that is told so at once can ask elsewhere, one that waits holds a connection. */
    Optional<Held> take(long bytes) {
        int taken = (int) Math.clamp(Math.ceilDiv(bytes, UNIT), 0, units);
        return free.tryAcquire(taken) ? Optional.of(() -> free.release(taken)) : Optional.empty();
    }

    /** Room that is held; to be closed once. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
