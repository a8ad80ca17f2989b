package io.percept.worker;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import java.util.ArrayList;
import java.util.List;

/**
 * How many rows each of the worker's caches has at most.
 *
 * @param bundle whose capacities there are caches for
 */
record CacheSizes(Bundle bundle, WorkerOptions options) {

    private static final int LEAST_SHELF_ROWS = 4;

    /** Rows of each lane: any of them can hold all sequences, beside those of a prefill and of its candidates. */
    int laneRows() {
        return options.rows() + 2 * options.prefillRows();
    }

    /**
     * Rows for prefixes of a capacity. Half of the memory is for the smallest rows that hold an image and a word: most documents are just
     * that, and there would be few of them if all capacities had as much. The others share the rest.
     */
    int prefixRows(int capacity) {
        long half = options.prefixCacheBytes() / 2;
        int others = Math.max(1, bundle.cacheCapacities().size() - 1);
        return shelfRows(capacity == ofOneImage() ? half : half / others, capacity);
    }

    /** Rows for worked examples of a capacity, which share the memory evenly: examples are seldom one image. */
    int exampleRows(int capacity) {
        return shelfRows(options.exampleCacheBytes() / bundle.cacheCapacities().size(), capacity);
    }

    /** Each capacity has at least a few rows. */
    private int shelfRows(long bytes, int capacity) {
        return (int)
                Math.max(LEAST_SHELF_ROWS, bytes / (capacity * bundle.decoder().cacheBytesPerToken()));
    }

    private int ofOneImage() {
        return bundle.cacheCapacities().stream()
                .filter(capacity -> capacity > bundle.image().queries())
                .findFirst()
                .orElseThrow();
    }

    CacheDemand demand() {
        List<CacheDemand.Block> blocks = new ArrayList<>();
        for (int capacity : bundle.cacheCapacities()) {
            blocks.add(new CacheDemand.Block("sequences", laneRows(), capacity));
            blocks.add(new CacheDemand.Block("prefixes", prefixRows(capacity), capacity));
            blocks.add(new CacheDemand.Block("worked examples", exampleRows(capacity), capacity));
        }
        return new CacheDemand(blocks);
    }
}
