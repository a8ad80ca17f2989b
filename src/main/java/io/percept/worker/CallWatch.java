package io.percept.worker;

import io.percept.engine.NoMemory;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Watches the calls of an encoder or a decoder: how long the one under way takes, and whether one that failed did so because of
 * what it was given. A call of a single image or sequence that fails is followed by one of what the engine could do at its
 * start; where that fails too, the engine is lost, and no further call is made. One that there was no memory for is nobody's fault.
 *
 * <p>Calls are made by one thread. {@link #intervals} and {@link #isStillUnderWay} are for another one.
 */
final class CallWatch {

    private final EnginePart part;
    private final Runnable probe;
    private final Runnable onLoss;

    /** Odd while a call is under way, and another number for each. */
    private volatile long call;

    private volatile EngineTrouble trouble;

    private long lookedAt;
    private int intervals;

    /**
     * @param part what is called
     * @param probe a small call that has gone well before
     * @param onLoss is told once, on the calling thread, that the engine is lost
     */
    CallWatch(EnginePart part, Runnable probe, Runnable onLoss) {
        this.part = part;
        this.probe = probe;
        this.onLoss = onLoss;
    }

    /**
     * Makes a call.
     *
     * @param size of its batch
     * @throws EngineLost where the engine is of no use any more
     */
    <T> T make(int size, Supplier<T> made) {
        if (trouble != null) {
            throw new EngineLost(trouble.message(), null);
        }
        call++;
        try {
            return made.get();
        } catch (NoMemory e) {
            // It says itself what is at fault.
            throw e;
        } catch (RuntimeException e) {
            if (size == 1) {
                tryProbe();
            }
            throw e;
        } catch (LinkageError | InternalError e) {
            throw lose(e);
        } finally {
            call++;
        }
    }

    /** Why the engine is lost, if it is. */
    Optional<EngineTrouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    EnginePart part() {
        return part;
    }

    /**
     * How many intervals the call that is under way has lasted. To be called once per interval, so that a process that was
     * stopped, and looks at nothing meanwhile, does not take its calls for endless.
     */
    int intervals() {
        long now = call;
        boolean same = now == lookedAt && now % 2 == 1;
        lookedAt = now;
        intervals = same ? intervals + 1 : 0;
        return intervals;
    }

    /** Whether the call that {@link #intervals} saw last is still under way. For the thread that looks. */
    boolean isStillUnderWay() {
        return call == lookedAt && lookedAt % 2 == 1;
    }

    private void tryProbe() {
        try {
            probe.run();
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw lose(e);
        }
    }

    private EngineLost lose(Throwable cause) {
        trouble = EngineTrouble.failure(part, cause);
        onLoss.run();
        return new EngineLost(trouble.message(), cause);
    }
}
