package io.percept.worker;

import io.percept.engine.EngineFailure;
import io.percept.engine.KeyValueCache;
import io.percept.engine.MemoryRefusal;
import io.percept.engine.TextDecoder;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where the caches of one capacity come from. What there was no memory for, or the engine failed to make, is not asked for again for a
 * while. For the scheduler's thread only.
 */
final class CacheSource {

    /** Where plans fail without a cache. */
    static final Duration FOR_PLANS = MemoryRefusal.PAUSE;

    /** Where plans can do without one. Others seldom give memory back; chosen, not measured. */
    static final Duration FOR_SHELVES = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger(CacheSource.class.getName());

    private final TextDecoder decoder;
    private final int capacity;
    private final MemoryRefusal refusal;

    /** @param pause before what there was no memory for is asked for again */
    CacheSource(TextDecoder decoder, int capacity, Duration pause) {
        this(decoder, capacity, pause, System::nanoTime);
    }

    CacheSource(TextDecoder decoder, int capacity, Duration pause, LongSupplier nanos) {
        this.decoder = decoder;
        this.capacity = capacity;
        this.refusal = new MemoryRefusal(pause, nanos);
    }

    /**
     * A cache of so many rows.
     *
     * @throws NoCacheMemory if there is no memory for so many or the engine fails to make one, now or a short while ago
     * @throws EngineLost if the engine is of no use any more
     */
    KeyValueCache make(int rows) {
        try {
            return refusal.ask(rows, () -> ask(rows));
        } catch (EngineLost e) {
            throw e;
        } catch (EngineFailure e) {
            throw new NoCacheMemory(rows, capacity, e);
        }
    }

    private KeyValueCache ask(int rows) {
        try {
            return decoder.newCache(capacity, rows);
        } catch (EngineLost e) {
            throw e;
        } catch (EngineFailure e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}; lower percept.worker.rows, prefill-rows, prefix-cache or example-cache where this happens often",
                    new NoCacheMemory(rows, capacity, e).getMessage());
            throw e;
        }
    }
}
