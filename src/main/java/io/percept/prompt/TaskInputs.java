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
 * @param questions moderation label to its question; empty: the bundle's own
 * @param choiceTemperature divides the scores of a choice's candidates before the softmax
 * @param seed of draws where the task names none
 */
public record TaskInputs(
        Document document,
        List<WorkedExample> examples,
        List<PreparedImage> candidateImages,
        Map<String, LabelQuestion> questions,
        double choiceTemperature,
        long seed) {

    public TaskInputs {
        examples = List.copyOf(examples);
        candidateImages = List.copyOf(candidateImages);
        questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
    }

    public static TaskInputs of(Document document) {
        return new TaskInputs(document, List.of(), List.of(), Map.of(), 1, 0);
    }

    public TaskInputs withDocument(Document other) {
        return new TaskInputs(other, examples, candidateImages, questions, choiceTemperature, seed);
    }

    public TaskInputs withExamples(List<WorkedExample> others) {
        return new TaskInputs(document, others, candidateImages, questions, choiceTemperature, seed);
    }

    public TaskInputs withCandidateImages(List<PreparedImage> images) {
        return new TaskInputs(document, examples, images, questions, choiceTemperature, seed);
    }

    public TaskInputs withQuestions(Map<String, LabelQuestion> others) {
        return new TaskInputs(document, examples, candidateImages, others, choiceTemperature, seed);
    }

    public TaskInputs withChoiceTemperature(double temperature) {
        return new TaskInputs(document, examples, candidateImages, questions, temperature, seed);
    }

    public TaskInputs withSeed(long other) {
        return new TaskInputs(document, examples, candidateImages, questions, choiceTemperature, other);
    }
}
