package io.percept.cli.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a set of cases. A line that is not of the form is a case with a fault, and costs no other. */
final class CaseReader {

    private static final JsonMapper JSON = JsonMapper.shared();

    private CaseReader() {}

    /**
     * Reads a set.
     *
     * @throws IllegalArgumentException naming the file where it cannot be read or has no cases
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
                cases.add(parse(lines.get(i), "line " + (i + 1)));
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(file + " has no cases: write one JSON object a line.");
        }
        return cases;
    }

    /** @param place of the line, which names a case whose id cannot be read */
    static EvaluationCase parse(String line, String place) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JacksonException e) {
            return EvaluationCase.unreadable(place, "It is no JSON: " + e.getOriginalMessage());
        }
        JsonNode known = node.path("id");
        String id = isName(known) ? CaseValues.written(known) : place;
        return fault(node)
                .map(fault -> EvaluationCase.unreadable(id, fault))
                .orElseGet(() -> new EvaluationCase(
                        id,
                        CaseValues.list(node, "content"),
                        node.get("task"),
                        node.get("expect"),
                        CaseValues.given(node, "pair")
                                .filter(pair ->
                                        !pair.isString() || !pair.stringValue().isEmpty())
                                .isPresent(),
                        CaseValues.given(node, "figure")
                                .map(CaseValues::written)
                                .orElse(""),
                        Optional.empty()));
    }

    /** What is wrong with the form of a case. */
    private static Optional<String> fault(JsonNode node) {
        if (!node.isObject()) {
            return Optional.of("It is no JSON object.");
        }
        for (String key : List.of("id", "content", "task", "expect")) {
            if (!node.has(key)) {
                return Optional.of("It has no '" + key + "'.");
            }
        }
        if (!isName(node.get("id"))) {
            return Optional.of("Its 'id' is neither a text nor a whole number.");
        }
        if (!isContent(node.get("content"))) {
            return Optional.of("Its 'content' is not a list of {\"text\": ...} and {\"image\": ...}.");
        }
        if (!node.get("task").isObject() || !node.get("task").path("type").isString()) {
            return Optional.of("Its 'task' is no object with a 'type'.");
        }
        if (!node.get("expect").isObject()) {
            return Optional.of("Its 'expect' is no object.");
        }
        if (!CaseValues.given(node, "figure").map(JsonNode::isString).orElse(true)) {
            return Optional.of("Its 'figure' is no text.");
        }
        return Optional.empty();
    }

    private static boolean isName(JsonNode id) {
        return id.isString() || id.isIntegralNumber();
    }

    private static boolean isContent(JsonNode content) {
        return content.isArray()
                && StreamSupport.stream(content.spliterator(), false)
                        .allMatch(part -> part.isObject()
                                && (part.has("text") ? part.get("text") : part.path("image")).isString());
    }
}
