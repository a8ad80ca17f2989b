package io.percept.cli.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of {@code cases.jsonl}.
 *
 * @param content texts and images in order: {@code {"text": …}} or {@code {"image": "relative/path.png"}}
 * @param task {@code {"type": …}} and what the type needs
 * @param expect what is right
 * @param paired whether another case differs from it in its image or its text alone
 * @param figure the figure that it counts for, or an empty string where its kind decides
 */
public record EvaluationCase(
        String id, List<JsonNode> content, JsonNode task, JsonNode expect, boolean paired, String figure) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Reads a set.
     *
     * @throws IllegalArgumentException naming file and line where it is not of the form
     */
    static List<EvaluationCase> read(Path folder) {
        Path file = folder.resolve("cases.jsonl");
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " cannot be read (" + e + "): a set is a folder with cases.jsonl.", e);
        }
        List<EvaluationCase> cases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                cases.add(parse(lines.get(i), file + " line " + (i + 1)));
            }
        }
        return cases;
    }

    private static EvaluationCase parse(String line, String place) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(place + " is no JSON: " + e.getOriginalMessage(), e);
        }
        for (String key : List.of("id", "content", "task", "expect")) {
            if (!node.has(key)) {
                throw new IllegalArgumentException(place + " has no '" + key + "'.");
            }
        }
        return new EvaluationCase(
                node.get("id").asString(),
                list(node.get("content")),
                node.get("task"),
                node.get("expect"),
                !node.path("pair").asString("").isEmpty(),
                node.path("figure").asString(""));
    }

    String type() {
        return task.path("type").asString("");
    }

    String question() {
        return task.path("question").asString("");
    }

    /** The worked examples, each with {@code content} and {@code answer}. */
    List<JsonNode> examples() {
        return list(task.path("examples"));
    }

    /** Candidates under any of the names that sets use. */
    List<JsonNode> candidates() {
        for (String key : List.of("candidates", "options", "choices")) {
            if (task.has(key)) {
                return list(task.get(key));
            }
        }
        return List.of();
    }

    /** Whether the candidates are images. */
    boolean choosesImages() {
        return !candidates().isEmpty() && candidates().getFirst().has("image");
    }

    /** The number of images in the content. */
    long images() {
        return content.stream().filter(part -> part.has("image")).count();
    }

    /** A candidate's text or image path. */
    static String nameOf(JsonNode candidate) {
        return candidate.isObject()
                ? candidate.has("text")
                        ? candidate.get("text").asString()
                        : candidate.get("image").asString()
                : candidate.asString();
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
