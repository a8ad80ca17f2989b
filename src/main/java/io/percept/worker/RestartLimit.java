package io.percept.worker;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many restarts there may be in a window of time. Used by one thread. */
final class RestartLimit {

    private final int most;
    private final long windowNanos;
    private final Deque<Long> restarts = new ArrayDeque<>();

    RestartLimit(int most, long windowNanos) {
        this.most = most;
        this.windowNanos = windowNanos;
    }

    /** Forgets the restarts so far, which were not the engine's fault. */
    void forgive() {
        restarts.clear();
    }

    /** Counts a restart, if there may be one more. */
    boolean allows(long nowNanos) {
        while (!restarts.isEmpty() && nowNanos - restarts.peek() > windowNanos) {
            restarts.remove();
        }
        return restarts.size() < most && restarts.add(nowNanos);
    }
}
