package io.percept.cli.evaluation;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.prompt.Document;
import io.percept.prompt.ImagePart;
import io.percept.prompt.LabelQuestion;
import io.percept.prompt.Part;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TextPart;
import io.percept.prompt.WorkedExample;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.PreparedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Turns cases into tasks and what they are asked about. Thread-safe. */
final class CaseTasks {

    private static final String ID = "case";

    private final Path folder;
    private final ImagePreprocessor preprocessor;
    private final Map<String, String> questions;

    /** @param questions the bundle's question per moderation label */
    CaseTasks(Path folder, ImagePreprocessor preprocessor, Map<String, String> questions) {
        this.folder = folder;
        this.preprocessor = preprocessor;
        this.questions = questions;
    }

    TaskInputs inputs(EvaluationCase asked) {
        List<WorkedExample> examples =
                asked.examples().stream().map(this::example).toList();
        List<PreparedImage> candidates = asked.choosesImages()
                ? asked.candidateNames().stream().map(this::image).toList()
                : List.of();
        TaskInputs inputs =
                TaskInputs.of(document(asked.content())).withExamples(examples).withCandidateImages(candidates);
        return asked.type().equals("moderate") ? inputs.withQuestions(questionsOf(asked)) : inputs;
    }

    Task task(EvaluationCase asked) {
        TaskOptions options = TaskOptions.NONE.withRationale(asked.rationale());
        return switch (asked.type()) {
            case "caption" -> new Task.Caption(ID, options);
            case "describe" -> new Task.Describe(ID, options);
            case "ground" -> {
                String phrase = CaseValues.given(asked.task(), "phrase")
                        .map(CaseValues::written)
                        .orElse("");
                yield new Task.Ground(ID, phrase.isEmpty() ? Optional.empty() : Optional.of(phrase), options);
            }
            case "refer" -> new Task.Refer(ID, new Region.Relative(box(asked)), options);
            case "answer" -> new Task.Answer(ID, asked.question(), options);
            case "moderate" -> new Task.Moderate(
                    ID, List.copyOf(questionsOf(asked).keySet()), options);
            case "choose" -> new Task.Choose(ID, asked.question(), candidates(asked), options);
            default -> throw new PerceptException(ErrorCode.UNKNOWN_TASK, "Unknown task type '" + asked.type() + "'.");
        };
    }

    private static BoundingBox box(EvaluationCase asked) {
        JsonNode box = asked.task().path("box");
        return CaseValues.box(box)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The box %s is empty within 0..1: give [x1, y1, x2, y2] with x1 < x2 and y1 < y2."
                                .formatted(box)));
    }

    private static List<Candidate> candidates(EvaluationCase asked) {
        return asked.candidateNames().stream()
                .<Candidate>map(name -> asked.choosesImages()
                        ? new Candidate.Image(new ImageSource.Address(name))
                        : new Candidate.Text(name))
                .toList();
    }

    /** Of the labels that the task names, and of those of which something is expected; none where there is neither. */
    private Map<String, LabelQuestion> questionsOf(EvaluationCase asked) {
        Set<String> labels = new LinkedHashSet<>();
        CaseValues.list(asked.task(), "labels").forEach(label -> labels.add(CaseValues.written(label)));
        labels.addAll(asked.expect().path("labels").propertyNames());
        Map<String, LabelQuestion> asking = new LinkedHashMap<>();
        labels.forEach(label -> asking.put(
                label, LabelQuestion.of(questions.getOrDefault(label, "does this picture contain " + label + "?"))));
        return asking;
    }

    private WorkedExample example(JsonNode example) {
        String answer = CaseValues.accepted(example.path("answer")).getFirst();
        return new WorkedExample(document(CaseValues.list(example, "content")), answer);
    }

    private Document document(List<JsonNode> content) {
        return new Document(content.stream().map(this::part).toList());
    }

    private Part part(JsonNode part) {
        return part.has("text")
                ? new TextPart(part.get("text").asString())
                : new ImagePart(image(part.path("image").asString()));
    }

    private PreparedImage image(String name) {
        try {
            return preprocessor.prepare(Files.readAllBytes(folder.resolve(name)));
        } catch (IOException e) {
            throw new IllegalArgumentException("Image " + folder.resolve(name) + " cannot be read: " + e, e);
        }
    }
}
