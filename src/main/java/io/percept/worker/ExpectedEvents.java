package io.percept.worker;

import io.percept.contract.Priority;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Events whose plans are about to come: the files of all their images are there, and only processors are needed to make pixels of them.
 * A decoder that shares these processors waits for such company as it does for images that wait for the encoder. Whoever prepares an event
 * says so; what is still being fetched is not to be counted, since a host may take its time. Thread-safe.
 */
public final class ExpectedEvents {

    private enum Stage {
        /** Nobody waits for it yet. */
        TOLD,
        COUNTED,
        ENDED
    }

    private final HeadStartCounts counts = new HeadStartCounts();

    /** One event, which is waited for from its beginning to its end. */
    public final class Expectation {

        private final long headStart;
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.TOLD);

        private Expectation(long headStart) {
            this.headStart = headStart;
        }

        /** From now on only processors are needed. Of no effect where the event has ended meanwhile. */
        public void begin() {
            // Counted before it can be ended, so that no count is left over.
            counts.add(headStart);
            if (!stage.compareAndSet(Stage.TOLD, Stage.COUNTED)) {
                counts.remove(headStart);
            }
        }

        /** Its plans are here, or nobody wants it any more. Only the first call counts. */
        public void end() {
            if (stage.getAndSet(Stage.ENDED) == Stage.COUNTED) {
                counts.remove(headStart);
            }
        }
    }

    /**
     * An event that may be waited for once it has begun.
     *
     * @param priority of the event; {@link Priority} says what it is worth
     */
    public Expectation of(int priority) {
        return new Expectation(Priority.headStartNanos(priority));
    }

    /** Those whose priority gives them such a head start or a greater one. Takes no lock that anybody else holds. */
    public int atLeast(long headStart) {
        return counts.atLeast(headStart);
    }
}
