package io.percept.worker;

import io.percept.engine.EngineFailure;
import io.percept.engine.KeyValueCache;
import io.percept.engine.TextDecoder;
import java.time.Duration;

/**
 * Where the caches of one capacity come from. What there was no memory for is not asked for again for a while: where the memory of the
 * process is spent, each try has all of the heap collected and takes half a second, in which nothing goes on. For the scheduler's thread
 * only.
 */
final class CacheSource {

    private static final System.Logger LOG = System.getLogger(CacheSource.class.getName());
    /** Others seldom give memory back; chosen, not measured. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    private final TextDecoder decoder;
    private final int capacity;

    /** Why there was none of so many rows; null: there was. */
    private EngineFailure refusal;

    private int refusedRows;
    private long refusedNanos;

    CacheSource(TextDecoder decoder, int capacity) {
        this.decoder = decoder;
        this.capacity = capacity;
    }

    /** @throws NoCacheMemory if there is no memory for so many rows, or was none a short while ago */
    KeyValueCache make(int rows) {
        if (refusal != null && rows >= refusedRows && System.nanoTime() - refusedNanos < PAUSE_NANOS) {
            throw new NoCacheMemory(rows, capacity, refusal);
        }
        try {
            KeyValueCache cache = decoder.newCache(capacity, rows);
            if (refusal != null && rows >= refusedRows) {
                refusal = null;
            }
            return cache;
        } catch (EngineFailure e) {
            refusal = e;
            refusedRows = rows;
            refusedNanos = System.nanoTime();
            NoCacheMemory failure = new NoCacheMemory(rows, capacity, e);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}; lower percept.worker.rows, prefill-rows, prefix-cache or example-cache where this happens often",
                    failure.getMessage());
            throw failure;
        }
    }
}
