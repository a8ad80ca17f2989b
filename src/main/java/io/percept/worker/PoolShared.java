package io.percept.worker;

/**
 * What the workers of a pool have in common. Immutable, of what is thread-safe.
 *
 * @param expected events that any of them will get
 * @param workers how many they are
 */
record PoolShared(EmbeddingCache embeddings, Caution caution, ExpectedEvents expected, int workers) {

    static PoolShared of(int workers, WorkerOptions options, WorkerListener listener) {
        return new PoolShared(
                new EmbeddingCache(options.embeddingCacheBytes(), listener),
                new Caution(),
                new ExpectedEvents(),
                workers);
    }

    /** The events that one of the workers may expect: each goes to the one that has the fewest plans, so that they come in turn. */
    int expectedByOne(long headStart) {
        return expected.atLeast(headStart) / workers;
    }
}
