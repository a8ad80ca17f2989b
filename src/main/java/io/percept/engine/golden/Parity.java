package io.percept.engine.golden;

import io.percept.engine.Bundle;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.ModelEngine;
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
 * @param logitDifference the largest difference of a logit
 * @param failures one sentence per case that does not agree; empty: the engine computes right
 */
public record Parity(int cases, float embeddingDifference, float logitDifference, List<String> failures) {

    /** The same arithmetic in another order: what every engine reaches in single precision. */
    public static final float SINGLE_PRECISION = 1e-3f;

    public Parity {
        failures = List.copyOf(failures);
    }

    /** @param tolerance the largest difference of embeddings and logits that agrees; continuations must be the same */
    public static Parity check(Bundle bundle, GoldenSet golden, ModelEngine engine, float tolerance) {
        Map<String, ImageEmbedding> embeddings = new HashMap<>();
        golden.images()
                .forEach((name, image) -> embeddings.put(
                        name, engine.encoder().encode(List.of(image)).getFirst()));
        float worstEmbedding = 0;
        float worstLogit = 0;
        List<String> failures = new ArrayList<>();
        for (GoldenCase each : golden.cases()) {
            ImageEmbedding image = each.image() == null ? null : embeddings.get(each.image());
            float embedding = image == null ? 0 : difference(each.firstEmbedding(), image.values());
            GreedyRun run = GreedyRun.of(
                    engine.decoder(), bundle.cacheCapacities().getLast(), List.of(each), Arrays.asList(image));
            float logit = difference(each.logits(), run.logits().getFirst());
            worstEmbedding = worst(worstEmbedding, embedding);
            worstLogit = worst(worstLogit, logit);
            disagreement(each, embedding, logit, run.tokens().getFirst(), tolerance)
                    .ifPresent(failures::add);
        }
        return new Parity(golden.cases().size(), worstEmbedding, worstLogit, failures);
    }

    private static Optional<String> disagreement(
            GoldenCase expected, float embedding, float logit, int[] tokens, float tolerance) {
        if (!(embedding <= tolerance)) {
            return Optional.of("%s: the embedding differs by %.2g".formatted(expected.label(), embedding));
        }
        if (!(logit <= tolerance)) {
            return Optional.of("%s: the logits differ by %.2g".formatted(expected.label(), logit));
        }
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

    private static float worst(float a, float b) {
        return Math.max(a, b);
    }

    public boolean agrees() {
        return failures.isEmpty();
    }

    @Override
    public String toString() {
        return "%d of %d golden cases agree, largest difference of embeddings %.2g, of logits %.2g"
                .formatted(cases - failures.size(), cases, embeddingDifference, logitDifference);
    }
}
