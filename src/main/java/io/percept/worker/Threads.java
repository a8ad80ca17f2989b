package io.percept.worker;

import java.time.Duration;

/** Waiting for a thread to end, whatever interrupts the wait. */
final class Threads {

    private Threads() {}

    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the thread has ended; waits for that until a point in time, less where it is interrupted. */
    static boolean joined(Thread thread, long untilNanos) {
        try {
            thread.join(Duration.ofNanos(Math.max(0, untilNanos - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
