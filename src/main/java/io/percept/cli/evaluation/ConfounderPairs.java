package io.percept.cli.evaluation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Finds moderation cases that differ from another in their images or their texts alone, and in what is right of a label. Cases that
 * say themselves that they are of a pair are so without looking, for all of their labels, and are nobody else's. Immutable.
 */
final class ConfounderPairs {

    /**
     * What a case may share with another, and what then has to differ.
     *
     * @param image whether an image is shared, or else a text
     * @param beside all texts beside a shared image, all images beside a shared text
     */
    private record Side(boolean image, String part, List<String> beside) {}

    private record Shared(boolean image, String part, String label, boolean truth) {}

    private final Map<Shared, Set<List<String>>> beside = new HashMap<>();

    /** @param cases all of the set */
    ConfounderPairs(List<EvaluationCase> cases) {
        cases.stream()
                .filter(asked -> asked.type().equals("moderate") && !asked.paired())
                .forEach(this::add);
    }

    /** Whether a case is one of a pair for a label of which this is right. */
    boolean has(EvaluationCase asked, String label, boolean truth) {
        return asked.paired()
                || sides(asked)
                        .anyMatch(side ->
                                beside
                                        .getOrDefault(new Shared(side.image(), side.part(), label, !truth), Set.of())
                                        .stream()
                                        .anyMatch(other -> !other.equals(side.beside())));
    }

    private void add(EvaluationCase asked) {
        JsonNode labels = asked.expect().path("labels");
        if (!labels.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            // A label that is neither 0 nor 1 fails its case when that is scored.
            CaseValues.truth(label.getValue()).ifPresent(truth -> sides(asked).forEach(side -> beside.computeIfAbsent(
                            new Shared(side.image(), side.part(), label.getKey(), truth), shared -> new HashSet<>())
                    .add(side.beside())));
        }
    }

    private static Stream<Side> sides(EvaluationCase asked) {
        List<String> texts = asked.texts();
        List<String> images = asked.images();
        return texts.isEmpty() || images.isEmpty()
                ? Stream.empty()
                : Stream.concat(
                        texts.stream().map(text -> new Side(false, text, images)),
                        images.stream().map(image -> new Side(true, image, texts)));
    }
}
