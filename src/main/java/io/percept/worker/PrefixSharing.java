package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.KeyValueCache;
import io.percept.engine.TextDecoder;
import io.percept.prompt.TokenSequence;
import io.percept.worker.PrefixShelf.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which jobs share the work on their prefix, and does that work. A prefix is computed by itself where several jobs
 * begin with it; a job that is alone with its prefix is computed in one go, which is cheaper. For the scheduler's thread
 * only.
 */
final class PrefixSharing implements AutoCloseable {

    private final TextDecoder decoder;
    private final PrefixShelf shelf;
    private final LengthGroups groups;
    private final int queries;
    private final WorkerListener listener;

    PrefixSharing(TextDecoder decoder, PrefixShelf shelf, LengthGroups groups, int queries, WorkerListener listener) {
        this.decoder = decoder;
        this.shelf = shelf;
        this.groups = groups;
        this.queries = queries;
        this.listener = listener;
    }

    /** What is left to compute of each job. */
    List<Prompt> prompts(List<Job> jobs) {
        Map<TokenSequence, Place> places = places(jobs);
        List<Prompt> prompts = new ArrayList<>(jobs.size());
        int shared = 0;
        int saved = 0;
        for (Job job : jobs) {
            Place place = places.get(job.plan().prefix());
            if (place == null || job.plan().prompt().length() == 0) {
                prompts.add(Prompt.whole(job, queries));
            } else {
                prompts.add(Prompt.after(place, job));
                shared++;
                saved += job.plan().prefix().length();
            }
        }
        if (shared > 0) {
            listener.prefixShared(shared, saved);
        }
        return prompts;
    }

    /** Keeps the prefix of a prompt that was computed in one go: a copy is cheap, and images do come again. */
    void offer(Prompt prompt, KeyValueCache cache, int row) {
        TokenSequence prefix = prompt.job().plan().prefix();
        if (!prompt.hasPast() && shelf.find(prefix).isEmpty()) {
            shelf.reserve(prefix).ifPresent(place -> place.cache().copyRow(cache, row, place.row(), prefix.length()));
        }
    }

    /** Forgets all prefixes. */
    void clear() {
        shelf.clear();
    }

    void endRound() {
        shelf.endRound();
    }

    private Map<TokenSequence, Place> places(List<Job> jobs) {
        Map<TokenSequence, List<Job>> byPrefix = new LinkedHashMap<>();
        jobs.forEach(job -> byPrefix.computeIfAbsent(job.plan().prefix(), prefix -> new ArrayList<>())
                .add(job));
        Map<TokenSequence, Place> places = new HashMap<>();
        List<Job> missing = new ArrayList<>();
        byPrefix.forEach((prefix, sharers) -> {
            Optional<Place> known = shelf.find(prefix);
            if (known.isPresent()) {
                places.put(prefix, known.get());
            } else if (sharers.size() > 1 || sharers.getFirst().prefixShared()) {
                missing.add(sharers.getFirst());
            }
        });
        for (List<Job> group : groups.of(missing, job -> job.plan().prefix().length())) {
            compute(group, places);
        }
        return places;
    }

    /** Computes prefixes, by one job each that begins with it, and notes their places. */
    private void compute(List<Job> group, Map<TokenSequence, Place> places) {
        Map<KeyValueCache, List<DecoderRow>> calls = new LinkedHashMap<>();
        Map<KeyValueCache, List<TokenSequence>> prefixes = new HashMap<>();
        for (Job job : group) {
            TokenSequence prefix = job.plan().prefix();
            shelf.reserve(prefix).ifPresent(place -> {
                calls.computeIfAbsent(place.cache(), cache -> new ArrayList<>())
                        .add(new DecoderRow(
                                prefix.ids(),
                                prefix.imageRows(),
                                0,
                                prefix.length(),
                                job.prefixImages(),
                                0,
                                place.row(),
                                true,
                                false));
                prefixes.computeIfAbsent(place.cache(), cache -> new ArrayList<>())
                        .add(prefix);
                places.put(prefix, place);
            });
        }
        calls.forEach((cache, rows) -> run(cache, rows, prefixes.get(cache), places));
    }

    private void run(
            KeyValueCache cache,
            List<DecoderRow> rows,
            List<TokenSequence> prefixes,
            Map<TokenSequence, Place> places) {
        long start = System.nanoTime();
        try {
            decoder.extend(cache, rows);
        } catch (RuntimeException e) {
            // The jobs are computed in one go instead, where the one that fails can be told from the others.
            listener.callFailed("decoder", rows.size());
            prefixes.forEach(places::remove);
            prefixes.forEach(shelf::forget);
            return;
        }
        int tokens = rows.stream().mapToInt(DecoderRow::count).sum();
        listener.prefilled(rows.size(), tokens, System.nanoTime() - start);
    }

    @Override
    public void close() {
        shelf.close();
    }
}
