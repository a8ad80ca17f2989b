package io.percept.intake;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may be in flight between a poll and the broker's acknowledgement, in events and in bytes of their records.
 * Once spent it counts as spent until a quarter of it is free again, so that intake does not pause and resume at each
 * event. Thread-safe; {@link #isSpent} is called by the poll loop alone.
 */
final class InFlightBudget {

    private final int maxEvents;
    private final long maxBytes;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean spent;

    InFlightBudget(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    void take(long size) {
        events.incrementAndGet();
        bytes.addAndGet(size);
    }

    void release(long size) {
        events.decrementAndGet();
        bytes.addAndGet(-size);
    }

    boolean isSpent() {
        spent = spent
                ? events.get() > maxEvents - Math.max(1, maxEvents / 4) || bytes.get() > maxBytes - maxBytes / 4
                : events.get() >= maxEvents || bytes.get() >= maxBytes;
        return spent;
    }

    /** The last answer of {@link #isSpent}, for meters. */
    boolean wasSpent() {
        return spent;
    }

    int events() {
        return events.get();
    }

    long bytes() {
        return bytes.get();
    }
}
