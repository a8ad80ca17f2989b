package io.percept.engine;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Remembers for a while what there was no memory for, so that it is not asked for at each try: where the memory of the process is spent,
 * each try has all of the heap collected and takes half a second, in which nothing goes on. For one thread.
 */
public final class MemoryRefusal {

    /**
     * Where work fails for it. The pauses between the tries of an event, as {@code percept.intake.retry} has them by default, are 7.75
     * seconds together at the least, so the engine is asked anew between its first and its last, by it or by another.
     */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    private final long pauseNanos;
    private final LongSupplier nanos;

    /** Why there was none; null: there was. */
    private EngineFailure refusal;

    private long refusedSize;
    private long refusedNanos;

    /** @param pause before what was refused is asked for again */
    public MemoryRefusal(Duration pause) {
        this(pause, System::nanoTime);
    }

    /** @param nanos the time, for tests */
    public MemoryRefusal(Duration pause, LongSupplier nanos) {
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    /**
     * Makes something that takes memory, unless as much or less was refused a short while ago.
     *
     * @param size in any unit, always the same one
     * @throws EngineFailure what {@code make} throws, now or then
     */
    public <T> T ask(long size, Supplier<T> make) {
        boolean refused = refusal != null && size >= refusedSize;
        if (refused && nanos.getAsLong() - refusedNanos < pauseNanos) {
            throw refusal;
        }
        try {
            T made = make.get();
            if (refused) {
                refusal = null;
            }
            return made;
        } catch (EngineFailure e) {
            refusal = e;
            refusedSize = size;
            refusedNanos = nanos.getAsLong();
            throw e;
        }
    }
}
