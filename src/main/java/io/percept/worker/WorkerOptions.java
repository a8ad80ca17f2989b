package io.percept.worker;

import java.time.Duration;

/**
 * Sizes of the model worker. All memory that it holds follows from these and the bundle.
 *
 * @param encoderBatch most images per encoder call; the bundle's largest profile bounds it too. On a CPU an image costs the
 *     same in any batch, and a large batch only holds its first image back
 * @param encoderDelay longest that an image waits for company while the decoder has work. An image never waits while the
 *     worker is idle
 * @param rows most sequences that a worker generates at the same time
 * @param prefillRows most new sequences per decoder call
 * @param prefillTokens most new tokens between two steps. More fills the engine better, less keeps active sequences moving
 * @param embeddingCacheBytes most bytes of image embeddings kept for images that come again
 * @param prefixCacheBytes most bytes of keys and values kept for prefixes that come again; at least four rows of each
 *     capacity are kept
 * @param exampleCacheBytes most bytes of keys and values kept for worked examples that come before many documents; at
 *     least four rows of each capacity are kept
 * @param waitingPlans most plans that are submitted and not ended; further ones are refused
 */
public record WorkerOptions(
        int encoderBatch,
        Duration encoderDelay,
        int rows,
        int prefillRows,
        int prefillTokens,
        long embeddingCacheBytes,
        long prefixCacheBytes,
        long exampleCacheBytes,
        int waitingPlans) {

    /** Beside an encoder a step reads the weights anew, which cost as much for fewer sequences. */
    private static final int LEAST_ROWS = 32;

    public static final WorkerOptions DEFAULT =
            new WorkerOptions(4, Duration.ofMillis(2), 32, 16, 1536, 64L << 20, 192L << 20, 32L << 20, 8192);

    public WorkerOptions {
        atLeast(1, encoderBatch, "encoderBatch");
        atLeast(1, rows, "rows");
        atLeast(1, prefillRows, "prefillRows");
        atLeast(1, prefillTokens, "prefillTokens");
        atLeast(0, embeddingCacheBytes, "embeddingCacheBytes");
        atLeast(0, prefixCacheBytes, "prefixCacheBytes");
        atLeast(0, exampleCacheBytes, "exampleCacheBytes");
        atLeast(1, waitingPlans, "waitingPlans");
        if (encoderDelay.isNegative()) {
            throw new IllegalArgumentException("encoderDelay must not be negative, was " + encoderDelay);
        }
    }

    /**
     * For one of several workers that share the memory and the cores of one machine: its caches are a share of these, and so are its
     * sequences where that leaves it 32 of them; embeddings and the plans that wait are as many.
     */
    public WorkerOptions forOneOf(int workers) {
        return new WorkerOptions(
                encoderBatch,
                encoderDelay,
                Math.min(rows, Math.max(LEAST_ROWS, rows / workers)),
                prefillRows,
                prefillTokens,
                embeddingCacheBytes,
                prefixCacheBytes / workers,
                exampleCacheBytes / workers,
                waitingPlans);
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }
}
