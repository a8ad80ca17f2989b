package io.percept.engine;

import java.util.List;

/**
 * What a worker will ask of a decoder's caches at most, all at the same time. An engine with memory of its own sets it aside
 * at the start.
 *
 * @param blocks one per cache
 */
public record CacheDemand(List<Block> blocks) {

    /**
     * @param purpose as messages name it
     * @param rows sequences
     * @param capacity tokens of a row
     */
    public record Block(String purpose, int rows, int capacity) {}

    public CacheDemand {
        blocks = List.copyOf(blocks);
    }

    /** For trying an engine without a worker: one cache of the largest rows for its largest batch. */
    public static CacheDemand ofTrial(Bundle bundle) {
        int rows = Math.max(
                bundle.batchProfiles().step().getLast(),
                bundle.batchProfiles().prefill().getLast());
        return new CacheDemand(
                List.of(new Block("a trial", rows, bundle.cacheCapacities().getLast())));
    }
}
