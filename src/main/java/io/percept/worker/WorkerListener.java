package io.percept.worker;

/**
 * Hears what the worker does, for meters. Methods are called on any thread, those of the engine among them, and on several at once: they
 * must be thread-safe and quick and must not throw. Times are in nanoseconds.
 */
public interface WorkerListener {

    /** Hears nothing. */
    WorkerListener NONE = new WorkerListener() {};

    /** An image's embedding was asked for; a hit is one that is there or under way. */
    default void embeddingAsked(boolean hit) {}

    /**
     * A batch of images was encoded.
     *
     * @param waitNanos how long its oldest image had waited
     */
    default void encoded(int images, long waitNanos, long workNanos) {}

    /**
     * New sequences, or shared beginnings of them, went through the decoder.
     *
     * @param tokens positions that were computed, without padding
     */
    default void prefilled(int rows, int tokens, long workNanos) {}

    /**
     * Plans began on keys and values that were there already, or that were just made for another plan: the one for which they were made has
     * saved nothing by them.
     *
     * @param tokensSaved positions that each of them would have needed computed by itself
     */
    default void prefixShared(int plans, int tokensSaved) {}

    /** The keys and values of a plan's worked examples were needed; a hit is that they were there or just being made. */
    default void examplesAsked(boolean hit) {}

    /** Keys and values of worked examples take so many bytes more than before, or less. */
    default void examplesHeld(long change) {}

    /** The sequences of one call went on by one token: all active ones whose rows have one capacity, or some of them after a failure. */
    default void stepped(int rows, long workNanos) {}

    /**
     * A call of an engine failed; its batch is tried again in halves, a batch of one is given up. Or a round of the decoder failed beside
     * its calls; then all that it had may come again.
     */
    default void callFailed(String engine, int batch) {}

    /**
     * An engine was taken out, to be replaced.
     *
     * @param reason {@code hang} or {@code failure}
     */
    default void engineTakenOut(String reason) {}

    /** So many more engines, or less, have a call that does not come back though they were replaced. */
    default void enginesStuck(int change) {}

    /**
     * A plan ended with an outcome.
     *
     * @param kind {@code generation} or {@code scoring}
     * @param tokens tokens generated; 0 for scoring
     * @param waitNanos from submission, images encoded meanwhile, to the first decoder call
     * @param workNanos from there to the outcome
     */
    default void finished(String kind, int tokens, long waitNanos, long workNanos) {}

    /** A plan ended with a failure. */
    default void failed(String kind, String code) {}
}
