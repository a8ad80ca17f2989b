package io.percept.web;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

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
        int taken = units(bytes);
        return free.tryAcquire(taken) ? Optional.of(new Held(taken)) : Optional.empty();
    }

    private int units(long bytes) {
        return (int) Math.clamp(Math.ceilDiv(bytes, UNIT), 0, units);
    }

    /** Room that is held until it is closed. Thread-safe. */
    final class Held implements AutoCloseable {

        private final AtomicInteger taken;

        private Held(int taken) {
            this.taken = new AtomicInteger(taken);
        }

        /** Gives back what is beyond these bytes. */
        void shrinkTo(long bytes) {
            giveBackBeyond(units(bytes));
        }

        @Override
        public void close() {
            giveBackBeyond(0);
        }

        private void giveBackBeyond(int enough) {
            int before = taken.getAndUpdate(now -> Math.min(now, enough));
            free.release(Math.max(before - enough, 0));
        }
    }
}
