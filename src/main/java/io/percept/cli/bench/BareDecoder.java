package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.engine.DecoderRow;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.TextDecoder;
import io.percept.prompt.Generation;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The decoder's part of {@link BareEngine}: prefixes, scored suffixes, and sequences whose continuation is known. */
final class BareDecoder {

    /**
     * One plan of one event.
     *
     * @param event its row among the prefixes
     */
    record Row(int event, TokenPlan plan, TokenOutcome outcome, ImageEmbedding image) {

        int[] ids() {
            return ((Generation) outcome).ids();
        }

        /** Calls after the prompt: each yields the next token, the last the end of the sequence unless the limit came first. */
        int steps() {
            return ((Generation) outcome).complete() ? ids().length : ids().length - 1;
        }
    }

    private final Bundle bundle;
    private final TextDecoder decoder;
    private final BareSizes sizes;
    private final Map<String, KeyValueCache> caches = new HashMap<>();
    private final int eos;
    private final int queries;
    private KeyValueCache prefixes;
    private long prefilled;
    private long steps;
    private long differing;

    BareDecoder(Bundle bundle, TextDecoder decoder, BareSizes sizes) {
        this.bundle = bundle;
        this.decoder = decoder;
        this.sizes = sizes;
        this.eos = bundle.specialTokens().eos();
        this.queries = bundle.image().queries();
    }

    void reset() {
        prefilled = 0;
        steps = 0;
        differing = 0;
    }

    long prefilled() {
        return prefilled;
    }

    long steps() {
        return steps;
    }

    long differing() {
        return differing;
    }

    /** Computes the prefix of each event into a row of its own. */
    void prefixes(List<TokenPlan> plans, List<ImageEmbedding> images) {
        prefixes = cache("prefix", plans.getFirst().prefix().length(), sizes.step());
        List<DecoderRow> rows = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            rows.add(fresh(plans.get(i).prefix(), images.get(i), i));
        }
        calls(prefixes, rows);
    }

    /** Scores a suffix of each event behind its prefix. All candidates have one token. */
    void score(List<Row> rows) {
        for (int from = 0; from < rows.size(); from += sizes.prefill()) {
            List<Row> group = rows.subList(from, Math.min(rows.size(), from + sizes.prefill()));
            KeyValueCache lane = cache("score", group.getFirst().plan().length(), sizes.prefill());
            Logits logits = decoder.extend(lane, behindPrefixes(lane, group, 0, false));
            for (int row = 0; row < group.size(); row++) {
                for (int[] candidate : ((ScoringPlan) group.get(row).plan()).candidates()) {
                    if (candidate.length > 1) {
                        throw new IllegalStateException("The bare engine scores verdicts of one token only");
                    }
                    logits.logProbability(row, candidate[0]);
                }
            }
        }
    }

    /** Continues a sequence of each event to its end. @param shared whether their prefixes are there */
    void generate(List<Row> unordered, boolean shared) {
        List<Row> rows = new ArrayList<>(unordered);
        rows.sort(Comparator.comparingInt(Row::steps).reversed());
        int length = rows.getFirst().plan().length();
        KeyValueCache lane = cache("lane", length + 1, sizes.step());
        for (int from = 0; from < rows.size(); from += sizes.prefill()) {
            List<Row> group = rows.subList(from, Math.min(rows.size(), from + sizes.prefill()));
            List<DecoderRow> call = shared ? behindPrefixes(lane, group, from, true) : whole(group, from);
            if (!shared) {
                call.forEach(row -> prefilled += row.count());
            }
            read(decoder.extend(lane, call), group, 0);
        }
        for (int step = 0, active = active(rows, 0); active > 0; active = active(rows, ++step)) {
            if (length + step + 1 > lane.capacity()) {
                KeyValueCache longer = cache("lane", length + step + 1, sizes.step());
                for (int row = 0; row < active; row++) {
                    longer.copyRow(lane, row, row, length + step);
                }
                lane = longer;
            }
            List<DecoderRow> call = new ArrayList<>(active);
            for (int row = 0; row < active; row++) {
                call.add(DecoderRow.step(rows.get(row).ids(), step, length + step, row));
            }
            read(decoder.extend(lane, call), rows.subList(0, active), step + 1);
            steps += active;
        }
    }

    /** Rows that go on after so many steps; they are the first ones. */
    private static int active(List<Row> rows, int steps) {
        int active = 0;
        while (active < rows.size() && rows.get(active).steps() > steps) {
            active++;
        }
        return active;
    }

    private void read(Logits logits, List<Row> rows, int at) {
        for (int row = 0; row < rows.size(); row++) {
            int[] ids = rows.get(row).ids();
            differing += logits.argmax(row) == (at < ids.length ? ids[at] : eos) ? 0 : 1;
        }
    }

    private List<DecoderRow> behindPrefixes(KeyValueCache lane, List<Row> group, int firstRow, boolean keep) {
        List<DecoderRow> call = new ArrayList<>(group.size());
        for (Row each : group) {
            int past = each.plan().prefix().length();
            int row = firstRow + call.size();
            lane.copyRow(prefixes, each.event(), row, past);
            TokenSequence prompt = each.plan().prompt();
            call.add(DecoderRow.prompt(prompt.ids(), prompt.imageRows(), List.of(), past, row, keep));
            prefilled += prompt.length();
        }
        return call;
    }

    private List<DecoderRow> whole(List<Row> group, int firstRow) {
        List<DecoderRow> call = new ArrayList<>(group.size());
        for (Row each : group) {
            TokenSequence all = each.plan().prefix().then(each.plan().prompt(), queries);
            call.add(fresh(all, each.image(), firstRow + call.size()));
        }
        return call;
    }

    private static DecoderRow fresh(TokenSequence tokens, ImageEmbedding image, int row) {
        return DecoderRow.prompt(tokens.ids(), tokens.imageRows(), List.of(image), 0, row);
    }

    private void calls(KeyValueCache cache, List<DecoderRow> rows) {
        for (int from = 0; from < rows.size(); from += sizes.prefill()) {
            List<DecoderRow> call = rows.subList(from, Math.min(rows.size(), from + sizes.prefill()));
            decoder.extend(cache, call);
            call.forEach(row -> prefilled += row.count());
        }
    }

    /** Kept from batch to batch, as the worker keeps its own: making one clears megabytes. */
    private KeyValueCache cache(String use, int length, int rows) {
        int capacity = bundle.cacheCapacities().stream()
                .filter(each -> each >= length)
                .findFirst()
                .orElseThrow();
        return caches.computeIfAbsent(use + capacity, any -> decoder.newCache(capacity, rows));
    }

    void close() {
        caches.values().forEach(KeyValueCache::close);
    }
}
