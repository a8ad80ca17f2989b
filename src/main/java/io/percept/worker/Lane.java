package io.percept.worker;

import io.percept.engine.KeyValueCache;
import io.percept.engine.TextDecoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The sequences whose cache rows have one capacity. Sequence {@code i} is in row {@code i}, so that the engine reads the
 * active rows and no others; the rows behind them are free for the moment's use. The cache grows with the demand. For the
 * scheduler's thread only.
 */
final class Lane implements AutoCloseable {

    private final TextDecoder decoder;
    private final CacheSource caches;
    private final int capacity;
    private final int maxRows;
    private final List<Sequence> active = new ArrayList<>();
    private KeyValueCache cache;

    Lane(TextDecoder decoder, int capacity, int maxRows) {
        this.decoder = decoder;
        this.caches = new CacheSource(decoder, capacity, CacheSource.FOR_PLANS);
        this.capacity = capacity;
        this.maxRows = maxRows;
    }

    int capacity() {
        return capacity;
    }

    /** Active sequences, in the order of their rows. */
    List<Sequence> active() {
        return active;
    }

    /** What decides on the active sequences, each once. */
    Set<Search> searches() {
        Set<Search> searches = new LinkedHashSet<>();
        active.forEach(sequence -> searches.add(sequence.search()));
        return searches;
    }

    int size() {
        return active.size();
    }

    /** Null until rows were reserved. */
    KeyValueCache cache() {
        return cache;
    }

    /**
     * Makes sure that there are so many rows. What the active rows hold stays.
     *
     * @throws NoCacheMemory if there is no cache of so many; all is as before
     * @throws EngineLost if the engine is of no use any more
     */
    void reserve(int rows) {
        if (cache != null && cache.rows() >= rows) {
            return;
        }
        if (rows > maxRows) {
            throw new IllegalStateException("A lane of at most " + maxRows + " rows was asked for " + rows);
        }
        int more = cache == null ? decoder.firstRows(maxRows) : 2 * cache.rows();
        KeyValueCache larger = larger(rows, Math.min(maxRows, Math.max(rows, more)));
        for (int row = 0; row < active.size(); row++) {
            larger.copyRow(cache, row, row, active.get(row).past());
        }
        close();
        cache = larger;
    }

    /** With rows to spare, or without where there is no memory for those. */
    private KeyValueCache larger(int needed, int better) {
        try {
            return caches.make(better);
        } catch (NoCacheMemory e) {
            if (needed == better) {
                throw e;
            }
            return caches.make(needed);
        }
    }

    /** Adds a sequence whose keys and values are in the first row behind the active ones. */
    void add(Sequence sequence) {
        sequence.row(active.size());
        active.add(sequence);
    }

    /** Copies the tokens of a sequence to another row, those from {@code first} on; the row has the ones before. */
    void copy(Sequence sequence, int toRow, int first) {
        cache.copyTokens(cache, sequence.row(), toRow, first, sequence.past() - first);
    }

    /** Puts a sequence in the row of another one. */
    void replace(Sequence old, Sequence sequence) {
        sequence.row(old.row());
        active.set(old.row(), sequence);
    }

    /** Removes a sequence; the last one takes its row. */
    void remove(int row) {
        int lastRow = active.size() - 1;
        Sequence last = active.remove(lastRow);
        if (row != lastRow) {
            cache.copyRow(cache, lastRow, row, last.past());
            last.row(row);
            active.set(row, last);
        }
    }

    /** Removes the sequences that nobody waits for. */
    void removeDone() {
        // From the last to the first: what moves into a gap is then never one that is done.
        for (int row = active.size() - 1; row >= 0; row--) {
            if (active.get(row).job().isDone()) {
                remove(row);
            }
        }
    }

    @Override
    public void close() {
        if (cache != null) {
            cache.close();
            cache = null;
        }
    }
}
