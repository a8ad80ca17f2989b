package io.percept.worker;

import io.percept.engine.EngineFailure;
import io.percept.engine.KeyValueCache;
import io.percept.engine.TextDecoder;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where the caches of one capacity come from. What there was no memory for is not asked for again for a while: where the memory of the
 * process is spent, each try has all of the heap collected and takes half a second, in which nothing goes on. For the scheduler's thread
 * only.
 */
final class CacheSource {

    /**
     * Where plans fail without a cache. The pauses between the tries of an event, as {@code percept.intake.retry} has them by default, are
     * 7.75 seconds together at the least, so the engine is asked anew between its first and its last, by it or by another.
     */
    static final Duration FOR_PLANS = Duration.ofSeconds(5);

    /** Where plans can do without one. Others seldom give memory back; chosen, not measured. */
    static final Duration FOR_SHELVES = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger(CacheSource.class.getName());

    private final TextDecoder decoder;
    private final int capacity;
    private final long pauseNanos;
    private final LongSupplier nanos;

    /** Why there was none of so many rows; null: there was. */
    private EngineFailure refusal;

    private int refusedRows;
    private long refusedNanos;

    /** @param pause before what there was no memory for is asked for again */
    CacheSource(TextDecoder decoder, int capacity, Duration pause) {
        this(decoder, capacity, pause, System::nanoTime);
    }

    CacheSource(TextDecoder decoder, int capacity, Duration pause, LongSupplier nanos) {
        this.decoder = decoder;
        this.capacity = capacity;
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    /**
     * A cache of so many rows.
     *
     * @throws NoCacheMemory if there is no memory for so many or the engine fails to make one, now or a short while ago
     * @throws EngineLost if the engine is of no use any more
     */
    KeyValueCache make(int rows) {
        if (refusal != null && rows >= refusedRows && nanos.getAsLong() - refusedNanos < pauseNanos) {
            throw new NoCacheMemory(rows, capacity, refusal);
        }
        try {
            KeyValueCache cache = decoder.newCache(capacity, rows);
            if (refusal != null && rows >= refusedRows) {
                refusal = null;
            }
            return cache;
        } catch (EngineLost e) {
            throw e;
        } catch (EngineFailure e) {
            refusal = e;
            refusedRows = rows;
            refusedNanos = nanos.getAsLong();
            NoCacheMemory failure = new NoCacheMemory(rows, capacity, e);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}; lower percept.worker.rows, prefill-rows, prefix-cache or example-cache where this happens often",
                    failure.getMessage());
            throw failure;
        }
    }
}
