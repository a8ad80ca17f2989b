package io.percept.worker;

import io.percept.engine.KeyValueCache;
import io.percept.engine.TextDecoder;
import io.percept.prompt.TokenSequence;
import io.percept.worker.PrefixShelf.Place;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of one capacity on the {@link PrefixShelf}. */
final class ShelfBoard implements AutoCloseable {

    private final CacheSource caches;
    private final int capacity;
    private final int rows;
    private final Map<TokenSequence, Integer> places = new LinkedHashMap<>(16, 0.75f, true);
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final Set<TokenSequence> inUse = new HashSet<>();
    private KeyValueCache cache;

    ShelfBoard(TextDecoder decoder, int capacity, int rows) {
        this.caches = new CacheSource(decoder, capacity, CacheSource.FOR_SHELVES);
        this.capacity = capacity;
        this.rows = rows;
    }

    int capacity() {
        return capacity;
    }

    /** Rows that hold something. */
    int size() {
        return places.size();
    }

    boolean holds(TokenSequence prefix) {
        // Unlike `get` this does not count as a use.
        return places.containsKey(prefix);
    }

    Optional<Place> find(TokenSequence prefix) {
        Integer row = places.get(prefix);
        if (row == null) {
            return Optional.empty();
        }
        inUse.add(prefix);
        return Optional.of(new Place(cache, row, prefix.length()));
    }

    Optional<Place> reserve(TokenSequence prefix) {
        if (cache == null && !makeCache()) {
            return Optional.empty();
        }
        if (free.isEmpty() && !evict()) {
            return Optional.empty();
        }
        int row = free.poll();
        places.put(prefix, row);
        inUse.add(prefix);
        return Optional.of(new Place(cache, row, prefix.length()));
    }

    void forget(TokenSequence prefix) {
        Integer row = places.remove(prefix);
        if (row != null) {
            inUse.remove(prefix);
            free.add(row);
        }
    }

    void clear() {
        free.addAll(places.values());
        places.clear();
        inUse.clear();
    }

    void endRound() {
        inUse.clear();
    }

    /** False where there is no memory for it, or the engine fails: what would be kept is then computed again. */
    private boolean makeCache() {
        try {
            cache = caches.make(rows);
        } catch (NoCacheMemory | EngineLost e) {
            return false;
        }
        for (int row = 0; row < rows; row++) {
            free.add(row);
        }
        return true;
    }

    private boolean evict() {
        for (Iterator<Map.Entry<TokenSequence, Integer>> each =
                        places.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<TokenSequence, Integer> oldest = each.next();
            if (!inUse.contains(oldest.getKey())) {
                free.add(oldest.getValue());
                each.remove();
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (cache != null) {
            cache.close();
        }
    }
}
