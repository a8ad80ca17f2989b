package io.percept.cli.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of {@code cases.jsonl}. {@code model-worker/training/README.md} has the keys.
 *
 * @param id names the case; where a line has no id that can be read, its place
 * @param content texts and images in order: {@code {"text": …}} or {@code {"image": "relative/path.png"}}
 * @param task {@code {"type": …}} and what the type needs
 * @param expect what is right
 * @param paired whether the case says itself that another differs from it in its image or its text alone
 * @param figure the figure that a choice counts for, or an empty string where its kind decides
 * @param fault what is wrong with the line; the case then has nothing else than an id
 */
public record EvaluationCase(
        String id,
        List<JsonNode> content,
        JsonNode task,
        JsonNode expect,
        boolean paired,
        String figure,
        Optional<String> fault) {

    private static final String TEXT = "text";
    private static final String IMAGE = "image";

    public EvaluationCase {
        content = List.copyOf(content);
    }

    /** A line that is not of the form. */
    static EvaluationCase unreadable(String id, String fault) {
        JsonNode nothing = JsonMapper.shared().createObjectNode();
        return new EvaluationCase(id, List.of(), nothing, nothing, false, "", Optional.of(fault));
    }

    String type() {
        return task.path("type").asString("");
    }

    String question() {
        return CaseValues.given(task, "question").map(CaseValues::written).orElse("");
    }

    /** Whether a description comes first. */
    boolean rationale() {
        JsonNode rationale = task.path("rationale");
        return rationale.isBoolean() && rationale.booleanValue();
    }

    boolean asksForSentiment() {
        return AnswerNormalisation.trimmed(question()).toLowerCase(Locale.ROOT).startsWith("what is the sentiment");
    }

    /** The worked examples, each with {@code content} and {@code answer}. */
    List<JsonNode> examples() {
        return CaseValues.list(task, "examples");
    }

    /** Whether the candidates are images. */
    boolean choosesImages() {
        List<JsonNode> candidates = candidates();
        return !candidates.isEmpty() && candidates.getFirst().has(IMAGE);
    }

    /** The candidates' texts, or the paths of their images. */
    List<String> candidateNames() {
        String key = choosesImages() ? IMAGE : TEXT;
        return candidates().stream().map(candidate -> name(candidate, key)).toList();
    }

    /** The texts of the content. */
    List<String> texts() {
        return content.stream()
                .filter(part -> part.has(TEXT))
                .map(part -> part.get(TEXT).stringValue())
                .toList();
    }

    /** The paths of the images of the content. */
    List<String> images() {
        return content.stream()
                .filter(part -> !part.has(TEXT))
                .map(part -> part.get(IMAGE).stringValue())
                .toList();
    }

    /** Candidates under any of the names that sets use. */
    private List<JsonNode> candidates() {
        for (String key : List.of("candidates", "options", "choices")) {
            if (task.has(key)) {
                return CaseValues.list(task, key);
            }
        }
        return List.of();
    }

    private static String name(JsonNode candidate, String key) {
        Optional<JsonNode> name = candidate.isObject() || key.equals(IMAGE)
                ? CaseValues.given(candidate, key)
                : Optional.of(candidate).filter(value -> !value.isNull());
        return CaseValues.written(name.orElseThrow(() ->
                new IllegalArgumentException("A candidate has no %s: give either texts or images.".formatted(key))));
    }
}
