package io.percept.intake;

import java.util.function.LongSupplier;

/**
 * The dead letters that may still be made of failures that are not the events' own fault. Each takes a token; results earn
 * some back, and time does so slowly. Where no token is left an outage is under way, and letters would only empty the
 * topic into another. There are never more than at the start. Thread-safe.
 *
 * <p>Letters in any span of time ≤ tokens + earned per result · results + time / refill.
 */
final class DeadLetterTokens {

    private final int capacity;
    private final int perResult;
    private final long refillNanos;
    private final LongSupplier nanoTime;
    private int left;
    private long refilled;

    DeadLetterTokens(DeadLetterProperties properties) {
        this(
                properties.tokens(),
                properties.tokensPerResult(),
                properties.refill().toNanos(),
                System::nanoTime);
    }

    /** @param capacity 0 for no limit */
    DeadLetterTokens(int capacity, int perResult, long refillNanos, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.perResult = perResult;
        this.refillNanos = refillNanos;
        this.nanoTime = nanoTime;
        this.left = capacity;
        this.refilled = nanoTime.getAsLong();
    }

    /** Takes a token; false where none is left. */
    synchronized boolean spend() {
        if (capacity == 0) {
            return true;
        }
        refill();
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** An event was enriched. */
    synchronized void earn() {
        refill();
        left = (int) Math.min(capacity, (long) left + perResult);
    }

    synchronized int left() {
        refill();
        return left;
    }

    /** Time counts only while tokens are missing, and what is left of it after whole tokens goes on counting. */
    private void refill() {
        long now = nanoTime.getAsLong();
        if (left == capacity) {
            refilled = now;
            return;
        }
        long gained = (now - refilled) / refillNanos;
        refilled += gained * refillNanos;
        left = (int) Math.min(capacity, left + gained);
    }
}
