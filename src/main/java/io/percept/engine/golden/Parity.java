package io.percept.engine.golden;

import io.percept.engine.Bundle;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.ModelEngine;
import io.percept.engine.NoNumbers;
import io.percept.engine.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compares an engine with a bundle's golden cases, case by case: embeddings, logits, and the greedy continuation token by
 * token.
 *
 * @param cases how many were compared
 * @param embeddingDifference the largest difference of a value of an embedding
 * @param logitDifference the largest difference of a logit; not a number where one of them is none
 * @param continued how many were continued by other tokens
 * @param failures one sentence per case that does not agree, and more are continued otherwise than may be; empty: the engine
 *     computes right
 */
public record Parity(
        int cases, float embeddingDifference, float logitDifference, int continued, List<String> failures) {

    public Parity {
        failures = List.copyOf(failures);
    }

    /**
     * Compares the cases one by one. One that comes out as no number does not agree.
     *
     * @throws io.percept.engine.EngineFailure if the engine itself fails
     */
    public static Parity check(Bundle bundle, GoldenSet golden, ModelEngine engine, Tolerance tolerance) {
        Map<String, ImageEmbedding> embeddings = new HashMap<>();
        golden.images()
                .forEach((name, image) -> embeddings.put(
                        name, engine.encoder().encode(List.of(image)).getFirst()));
        float worstEmbedding = 0;
        float worstLogit = 0;
        List<String> failures = new ArrayList<>();
        List<String> continued = new ArrayList<>();
        for (GoldenCase each : golden.cases()) {
            ImageEmbedding image = each.image() == null ? null : embeddings.get(each.image());
            float embedding = image == null ? 0 : difference(each.firstEmbedding(), image.values());
            worstEmbedding = Math.max(worstEmbedding, embedding);
            try {
                GreedyRun run = GreedyRun.of(
                        engine.decoder(), bundle.cacheCapacities().getLast(), List.of(each), Arrays.asList(image));
                float logit = difference(each.logits(), run.logits().getFirst());
                worstLogit = Math.max(worstLogit, logit);
                disagreement(each, embedding, logit, tolerance).ifPresent(failures::add);
                otherContinuation(each, run.tokens().getFirst()).ifPresent(continued::add);
            } catch (NoNumbers e) {
                worstLogit = Float.NaN;
                failures.add(each.label() + ": " + e.getMessage());
            }
        }
        if (continued.size() > tolerance.continuations()) {
            failures.addAll(continued);
        }
        return new Parity(golden.cases().size(), worstEmbedding, worstLogit, continued.size(), failures);
    }

    private static Optional<String> disagreement(
            GoldenCase expected, float embedding, float logit, Tolerance tolerance) {
        if (!(embedding <= tolerance.embeddings())) {
            return Optional.of("%s: the embedding differs by %.2g".formatted(expected.label(), embedding));
        }
        if (!(logit <= tolerance.logits())) {
            return Optional.of("%s: the logits differ by %.2g".formatted(expected.label(), logit));
        }
        return Optional.empty();
    }

    private static Optional<String> otherContinuation(GoldenCase expected, int[] tokens) {
        int mismatch = Arrays.mismatch(expected.generated(), tokens);
        return mismatch < 0
                ? Optional.empty()
                : Optional.of("%s: the continuation differs from token %d on".formatted(expected.label(), mismatch));
    }

    /** The largest difference; not a number where one of the values is none. */
    static float difference(float[] expected, float[] actual) {
        return (float) IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i] - actual[i]))
                .reduce(0, Math::max);
    }

    public boolean agrees() {
        return failures.isEmpty();
    }

    @Override
    public String toString() {
        return "%d golden cases, largest difference of embeddings %.2g, of logits %.2g, %d continued otherwise"
                .formatted(cases, embeddingDifference, logitDifference, continued);
    }
}
