package io.percept.engine.golden;

import io.percept.engine.Bundle;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.ModelEngine;
import io.percept.engine.NoNumbers;
import io.percept.engine.PixelSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether an engine gives a sequence the same in company as alone: the golden cases one by one, and repeated to fill the
 * largest prefill and step.
 *
 * @param batch sequences that went together
 * @param embeddingDifference the largest difference of an embedding's value
 * @param logitDifference the largest difference of a logit; not a number where one of them is none
 * @param changed how many sequences were continued by other tokens; all of them where a logit is no number
 */
public record BatchInvariance(int batch, float embeddingDifference, float logitDifference, int changed) {

    public static BatchInvariance check(Bundle bundle, GoldenSet golden, ModelEngine engine) {
        Map<String, PixelSource> named = new TreeMap<>(golden.images());
        List<String> names = List.copyOf(named.keySet());
        List<ImageEmbedding> alone = new ArrayList<>();
        names.forEach(name ->
                alone.add(engine.encoder().encode(List.of(named.get(name))).getFirst()));
        List<ImageEmbedding> together = encodeTogether(engine, List.copyOf(named.values()));
        float embedding = 0;
        for (int i = 0; i < alone.size(); i++) {
            embedding = Math.max(
                    embedding,
                    Parity.difference(alone.get(i).values(), together.get(i).values()));
        }
        try {
            return decode(bundle, golden.cases(), names, alone, engine, embedding);
        } catch (NoNumbers e) {
            // Whose they are the parity says, which looks at each case by itself.
            int batch = bundle.batchProfiles().prefill().getLast();
            return new BatchInvariance(batch, embedding, Float.NaN, batch);
        }
    }

    private static List<ImageEmbedding> encodeTogether(ModelEngine engine, List<PixelSource> images) {
        int batch = engine.encoder().maxBatch();
        List<ImageEmbedding> result = new ArrayList<>();
        for (int start = 0; start < images.size(); start += batch) {
            // Filled up with the first image: the batch is as large as it can be.
            List<PixelSource> full = new ArrayList<>(images.subList(start, Math.min(images.size(), start + batch)));
            int real = full.size();
            full.addAll(Collections.nCopies(batch - real, images.getFirst()));
            result.addAll(engine.encoder().encode(full).subList(0, real));
        }
        return result;
    }

    private static BatchInvariance decode(
            Bundle bundle,
            List<GoldenCase> cases,
            List<String> names,
            List<ImageEmbedding> embeddings,
            ModelEngine engine,
            float embeddingDifference) {
        int capacity = bundle.cacheCapacities().getLast();
        int batch = bundle.batchProfiles().prefill().getLast();
        List<GoldenCase> company = new ArrayList<>();
        List<ImageEmbedding> images = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            GoldenCase each = cases.get(i % cases.size());
            company.add(each);
            images.add(each.image() == null ? null : embeddings.get(names.indexOf(each.image())));
        }
        GreedyRun together = GreedyRun.of(engine.decoder(), capacity, company, images);
        float logit = 0;
        int changed = 0;
        for (int i = 0; i < Math.min(batch, cases.size()); i++) {
            GreedyRun alone =
                    GreedyRun.of(engine.decoder(), capacity, List.of(company.get(i)), Arrays.asList(images.get(i)));
            logit = Math.max(
                    logit,
                    Parity.difference(
                            alone.logits().getFirst(), together.logits().get(i)));
            boolean same =
                    Arrays.equals(alone.tokens().getFirst(), together.tokens().get(i));
            changed += same ? 0 : 1;
        }
        return new BatchInvariance(batch, embeddingDifference, logit, changed);
    }

    public boolean holds() {
        return changed == 0;
    }

    @Override
    public String toString() {
        return "%d sequences in one batch: %d continued differently than alone, largest difference of embeddings %.2g, of logits %.2g"
                .formatted(batch, changed, embeddingDifference, logitDifference);
    }
}
