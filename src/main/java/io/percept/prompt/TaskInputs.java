package io.percept.prompt;

import io.percept.vision.PreparedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task needs besides itself, resolved.
 *
 * @param examples the task's worked examples
 * @param candidateImages the images among a choice's candidates, in order
 * @param questions moderation label to question; empty: the bundle's own
 */
public record TaskInputs(
        Document document,
        List<WorkedExample> examples,
        List<PreparedImage> candidateImages,
        Map<String, String> questions) {

    public TaskInputs {
        examples = List.copyOf(examples);
        candidateImages = List.copyOf(candidateImages);
        questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
    }

    public static TaskInputs of(Document document) {
        return new TaskInputs(document, List.of(), List.of(), Map.of());
    }

    public TaskInputs withDocument(Document other) {
        return new TaskInputs(other, examples, candidateImages, questions);
    }

    public TaskInputs withExamples(List<WorkedExample> others) {
        return new TaskInputs(document, others, candidateImages, questions);
    }

    public TaskInputs withCandidateImages(List<PreparedImage> images) {
        return new TaskInputs(document, examples, images, questions);
    }

    public TaskInputs withQuestions(Map<String, String> others) {
        return new TaskInputs(document, examples, candidateImages, others);
    }
}
