package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.ImageEmbedding;
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
 * Computes the keys and values of beginnings of sequences onto a shelf. Where that fails they are not there, and the jobs
 * are computed in one go, where the one that fails can be told from the others. For the scheduler's thread only.
 */
final class PrefixComputer {

    /**
     * Where a beginning is that was computed.
     *
     * @param tokens that were computed of it: all, or those after its stem
     */
    record Computed(Place place, int tokens) {}

    /** A beginning with its place, and what is computed of it. */
    private record Begun(TokenSequence sequence, Place place, DecoderRow row) {

        Computed computed() {
            return new Computed(place, row.count());
        }
    }

    private final TextDecoder decoder;
    private final LengthGroups groups;
    private final int queries;
    private final WorkerListener listener;

    PrefixComputer(TextDecoder decoder, LengthGroups groups, int queries, WorkerListener listener) {
        this.decoder = decoder;
        this.groups = groups;
        this.queries = queries;
        this.listener = listener;
    }

    /**
     * Computes stems.
     *
     * @param jobs one per stem
     */
    Map<TokenSequence, Computed> stems(PrefixShelf shelf, List<Job> jobs) {
        List<Begun> begun = new ArrayList<>();
        for (Job job : jobs) {
            TokenSequence stem = job.plan().prefix().stem();
            List<ImageEmbedding> images =
                    job.prefixImages().subList(0, stem.images().size());
            begin(shelf, stem, stem, images, 0).ifPresent(begun::add);
        }
        return run(shelf, begun);
    }

    /**
     * Computes prefixes.
     *
     * @param jobs one per prefix
     * @param stems those that are there
     */
    Map<TokenSequence, Computed> prefixes(PrefixShelf shelf, List<Job> jobs, Map<TokenSequence, Place> stems) {
        List<Begun> begun = new ArrayList<>();
        for (Job job : jobs) {
            TokenSequence prefix = job.plan().prefix();
            Place stem = stems.get(prefix.stem());
            if (stem == null || stem.length() == prefix.length()) {
                begin(shelf, prefix, prefix, job.prefixImages(), 0).ifPresent(begun::add);
            } else {
                begin(shelf, prefix, prefix.afterStem(queries), job.imagesAfterStem(), stem.length())
                        .ifPresent(each -> {
                            each.place()
                                    .cache()
                                    .copyRow(
                                            stem.cache(),
                                            stem.row(),
                                            each.place().row(),
                                            stem.length());
                            begun.add(each);
                        });
            }
        }
        return run(shelf, begun);
    }

    /** @param tokens what is computed of the sequence, with its images */
    private static Optional<Begun> begin(
            PrefixShelf shelf, TokenSequence sequence, TokenSequence tokens, List<ImageEmbedding> images, int past) {
        return shelf.reserve(sequence).map(place -> {
            DecoderRow row = DecoderRow.prompt(tokens.ids(), tokens.imageRows(), images, past, place.row());
            return new Begun(sequence, place, row);
        });
    }

    private Map<TokenSequence, Computed> run(PrefixShelf shelf, List<Begun> begun) {
        Map<TokenSequence, Computed> computed = new HashMap<>();
        for (List<Begun> group : groups.of(begun, each -> each.row().count())) {
            Map<KeyValueCache, List<Begun>> calls = new LinkedHashMap<>();
            for (Begun each : group) {
                if (each.row().past() > 0) {
                    // Its row has no neighbours that are computed as well, so it cannot be read with others.
                    call(shelf, List.of(each), computed);
                } else {
                    calls.computeIfAbsent(each.place().cache(), cache -> new ArrayList<>())
                            .add(each);
                }
            }
            calls.values().forEach(call -> call(shelf, call, computed));
        }
        return computed;
    }

    private void call(PrefixShelf shelf, List<Begun> call, Map<TokenSequence, Computed> computed) {
        long start = System.nanoTime();
        List<DecoderRow> rows = call.stream().map(Begun::row).toList();
        try {
            decoder.extend(call.getFirst().place().cache(), rows);
        } catch (RuntimeException e) {
            listener.callFailed("decoder", rows.size());
            call.forEach(each -> shelf.forget(each.sequence()));
            return;
        }
        call.forEach(each -> computed.put(each.sequence(), each.computed()));
        int tokens = rows.stream().mapToInt(DecoderRow::count).sum();
        listener.prefilled(rows.size(), tokens, System.nanoTime() - start);
    }
}
