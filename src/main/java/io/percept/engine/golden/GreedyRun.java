package io.percept.engine.golden;

import io.percept.engine.DecoderRow;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.TextDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several sequences through a decoder, in one batch from the first token to the last: a prefill of all, then steps of all.
 *
 * @param logits per sequence, after its prompt
 * @param tokens per sequence, the continuation
 */
record GreedyRun(List<float[]> logits, List<int[]> tokens) {

    /** @param images the embedding of each case; null where it has no image */
    static GreedyRun of(TextDecoder decoder, int capacity, List<GoldenCase> cases, List<ImageEmbedding> images) {
        int steps =
                cases.stream().mapToInt(each -> each.generated().length).max().orElse(0);
        List<float[]> first = new ArrayList<>();
        List<int[]> tokens = new ArrayList<>();
        try (KeyValueCache cache = decoder.newCache(capacity, cases.size())) {
            Logits logits = decoder.extend(cache, prompts(cases, images));
            for (int i = 0; i < cases.size(); i++) {
                first.add(row(logits, i));
                tokens.add(new int[steps]);
            }
            for (int step = 0; step < steps; step++) {
                List<DecoderRow> rows = new ArrayList<>();
                for (int i = 0; i < cases.size(); i++) {
                    tokens.get(i)[step] = logits.argmax(i);
                    int past = cases.get(i).inputIds().length + step;
                    rows.add(DecoderRow.step(tokens.get(i), step, past, i));
                }
                if (step + 1 < steps) {
                    logits = decoder.extend(cache, rows);
                }
            }
        }
        for (int i = 0; i < tokens.size(); i++) {
            tokens.set(i, Arrays.copyOf(tokens.get(i), cases.get(i).generated().length));
        }
        return new GreedyRun(first, tokens);
    }

    private static List<DecoderRow> prompts(List<GoldenCase> cases, List<ImageEmbedding> images) {
        List<DecoderRow> rows = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            GoldenCase each = cases.get(i);
            List<ImageEmbedding> own = images.get(i) == null ? List.of() : List.of(images.get(i));
            rows.add(DecoderRow.prompt(each.inputIds(), each.imageRows(), own, 0, i));
        }
        return rows;
    }

    private static float[] row(Logits logits, int row) {
        int start = row * logits.vocabulary();
        return Arrays.copyOfRange(logits.values(), start, start + logits.vocabulary());
    }
}
