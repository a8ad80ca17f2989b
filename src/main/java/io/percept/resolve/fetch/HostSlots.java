package io.percept.resolve.fetch;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds fetches at once, per host and in all, so that a slow host holds up only its own. A host is forgotten when
 * nobody uses or awaits it. Thread-safe.
 */
final class HostSlots {

    private record Slot(Semaphore permits, int users) {}

    private final int perHost;
    private final Semaphore total;
    private final ConcurrentMap<String, Slot> hosts = new ConcurrentHashMap<>();

    HostSlots(int perHost, int total) {
        this.perHost = perHost;
        this.total = new Semaphore(total);
    }

    /** Takes a slot, or says false when none came free before the deadline. */
    boolean acquire(String host, Deadline deadline) throws InterruptedException {
        Slot slot = hosts.compute(
                host,
                (name, known) ->
                        known == null ? new Slot(new Semaphore(perHost), 1) : new Slot(known.permits, known.users + 1));
        boolean mine = false;
        boolean done = false;
        try {
            mine = slot.permits.tryAcquire(deadline.millis(), TimeUnit.MILLISECONDS);
            done = mine && total.tryAcquire(deadline.millis(), TimeUnit.MILLISECONDS);
            return done;
        } finally {
            if (!done) {
                leave(host, slot, mine);
            }
        }
    }

    void release(String host) {
        total.release();
        leave(host, hosts.get(host), true);
    }

    private void leave(String host, Slot slot, boolean held) {
        if (held) {
            slot.permits.release();
        }
        hosts.computeIfPresent(
                host, (name, known) -> known.users == 1 ? null : new Slot(known.permits, known.users - 1));
    }

    int hostsInUse() {
        return hosts.size();
    }
}
