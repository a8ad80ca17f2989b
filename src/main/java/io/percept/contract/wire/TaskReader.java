package io.percept.contract.wire;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.Example;
import io.percept.contract.MarkedRegion;
import io.percept.contract.PerceptException;
import io.percept.contract.PixelBox;
import io.percept.contract.Region;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns one protobuf task into records and checks it. */
final class TaskReader {

    private static final int MAX_CANDIDATES = 64;
    private static final int MAX_EXAMPLES = 64;
    /** More than an image has that a question could speak of. */
    private static final int MAX_REGIONS = 64;
    /** Each is a question of its own to the model, for each part of a document. */
    private static final int MAX_LABELS = 64;
    /** As many as an event may have segments. */
    private static final int MAX_POSITIONS = 512;

    private TaskReader() {}

    /** @throws PerceptException where the task is not well formed */
    static Task read(io.percept.contract.v1.Task message, String id) {
        TaskOptions options = options(message.getOptions());
        return switch (message.getKindCase()) {
            case CAPTION -> new Task.Caption(id, options);
            case DESCRIBE -> new Task.Describe(id, options);
            case GROUND -> {
                String phrase = message.getGround().getPhrase();
                yield new Task.Ground(id, phrase.isBlank() ? Optional.empty() : Optional.of(phrase), options);
            }
            case REFER -> refer(message.getRefer(), id, options);
            case ANSWER -> answer(message.getAnswer(), id, options);
            case MODERATE -> moderate(message.getModerate(), id, options);
            case CHOOSE -> choose(message.getChoose(), id, options);
            case ALT_TEXT -> altText(message.getAltText(), id, options);
            case KIND_NOT_SET -> throw new PerceptException(
                    ErrorCode.UNKNOWN_TASK,
                    "Task " + id + " is of no kind that is known here: use caption, describe, ground, refer, answer,"
                            + " moderate, choose or alt_text.");
        };
    }

    /** Images and pages that a task brings along, among its candidates and in its examples. */
    static int pictures(Task task) {
        int inExamples = task.options().examples().stream()
                .mapToInt(example -> pictures(example.segments()))
                .sum();
        return task instanceof Task.Choose choose
                ? inExamples
                        + (int) choose.candidates().stream()
                                .filter(Candidate.Image.class::isInstance)
                                .count()
                : inExamples;
    }

    private static int pictures(List<Segment> segments) {
        return segments.stream()
                .mapToInt(segment -> switch (segment) {
                    case Segment.Text ignored -> 0;
                    case Segment.Image ignored -> 1;
                    case Segment.Page ignored -> 1;
                    case Segment.ChatTurn turn -> pictures(turn.segments());
                })
                .sum();
    }

    private static Task refer(io.percept.contract.v1.Refer refer, String id, TaskOptions options) {
        if (refer.hasBox() == refer.hasPixelBox()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK, "Task " + id + " needs either refer.box or refer.pixel_box.");
        }
        Region region = refer.hasBox()
                ? new Region.Relative(box(refer.getBox()))
                : new Region.Pixels(pixels(refer.getPixelBox()));
        return new Task.Refer(id, region, options);
    }

    private static Task answer(io.percept.contract.v1.Answer answer, String id, TaskOptions options) {
        if (answer.getQuestion().isBlank()) {
            throw new PerceptException(
                    ErrorCode.MISSING_QUESTION, "Task " + id + " has no question: set answer.question.");
        }
        if (answer.getRegionsCount() > MAX_REGIONS) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s has %d regions, and at most %d are taken: ask of fewer, or in several tasks."
                            .formatted(id, answer.getRegionsCount(), MAX_REGIONS));
        }
        List<MarkedRegion> regions = new ArrayList<>();
        for (var region : answer.getRegionsList()) {
            String phrase = region.getPhrase().isBlank() ? "it" : region.getPhrase();
            regions.add(new MarkedRegion(
                    phrase,
                    switch (region.getPlaceCase()) {
                        case BOX -> new Region.Relative(box(region.getBox()));
                        case PIXEL_BOX -> new Region.Pixels(pixels(region.getPixelBox()));
                        case PLACE_NOT_SET -> throw new PerceptException(
                                ErrorCode.INVALID_TASK, "Task " + id + ": a region needs box or pixel_box.");
                    }));
        }
        return new Task.Answer(id, answer.getQuestion(), regions, options);
    }

    private static Task moderate(io.percept.contract.v1.Moderate moderate, String id, TaskOptions options) {
        if (moderate.getLabelsCount() > MAX_LABELS) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s names %d labels, and at most %d are taken: name fewer, or moderate in several tasks."
                            .formatted(id, moderate.getLabelsCount(), MAX_LABELS));
        }
        return new Task.Moderate(id, moderate.getLabelsList(), moderate.getEvidence(), options);
    }

    private static Task altText(io.percept.contract.v1.AltText task, String id, TaskOptions options) {
        if (task.getImagesCount() > MAX_POSITIONS
                || task.getImagesList().stream().distinct().count() < task.getImagesCount()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s: alt_text.images names an image twice, or more than %d: name each once, or leave them out for all."
                            .formatted(id, MAX_POSITIONS));
        }
        int length = task.getMaxLength() == 0 ? Task.AltText.DEFAULT_LENGTH : task.getMaxLength();
        if (length < 10 || task.getImagesList().stream().anyMatch(position -> position < 0)) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task " + id + ": alt_text.max_length must be at least 10 and alt_text.images count from 0.");
        }
        String language = task.getLanguage().strip();
        return new Task.AltText(
                id,
                task.getImagesList(),
                length,
                language.isEmpty() ? Optional.empty() : Optional.of(language),
                options);
    }

    private static Task choose(io.percept.contract.v1.Choose choose, String id, TaskOptions options) {
        if (choose.getCandidatesCount() > MAX_CANDIDATES) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s has %d candidates, and at most %d are taken: give fewer, or choose in several tasks."
                            .formatted(id, choose.getCandidatesCount(), MAX_CANDIDATES));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (var candidate : choose.getCandidatesList()) {
            candidates.add(
                    switch (candidate.getKindCase()) {
                        case TEXT -> new Candidate.Text(candidate.getText());
                        case IMAGE -> new Candidate.Image(EventReader.source(candidate.getImage(), () -> "Task " + id));
                        case KIND_NOT_SET -> throw new PerceptException(
                                ErrorCode.INVALID_TASK, "Task " + id + ": a candidate is empty.");
                    });
        }
        boolean mixed = candidates.stream().map(Object::getClass).distinct().count() > 1;
        if (candidates.size() < 2 || mixed) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK, "Task " + id + " needs at least two candidates, all texts or all images.");
        }
        return new Task.Choose(id, choose.getQuestion(), candidates, options);
    }

    private static TaskOptions options(io.percept.contract.v1.TaskOptions options) {
        if (options.getExamplesCount() > MAX_EXAMPLES) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "There are %d examples, and at most %d are taken: give fewer, or name a set of the policy."
                            .formatted(options.getExamplesCount(), MAX_EXAMPLES));
        }
        List<Example> examples = new ArrayList<>();
        for (var example : options.getExamplesList()) {
            if (example.getSegmentsCount() == 0
                    || example.getAnswer().isBlank() && example.getLabelsMap().isEmpty()) {
                throw new PerceptException(
                        ErrorCode.INVALID_TASK, "An example needs segments and an answer, or segments and labels.");
            }
            examples.add(new Example(
                    EventReader.segments(example.getSegmentsList(), () -> "Example, "),
                    example.getAnswer(),
                    example.getLabelsMap()));
        }
        if (options.getMaxTokens() < 0) {
            throw new PerceptException(ErrorCode.INVALID_TASK, "max_tokens is negative: leave it out or give a limit.");
        }
        return new TaskOptions(
                options.getExampleSet().isBlank() ? Optional.empty() : Optional.of(options.getExampleSet()),
                examples,
                options.getRationale(),
                options.getMaxTokens() > 0 ? OptionalInt.of(options.getMaxTokens()) : OptionalInt.empty(),
                DecodingReader.read(options.getDecoding()));
    }

    private static BoundingBox box(io.percept.contract.v1.Box box) {
        return new BoundingBox(box.getX1(), box.getY1(), box.getX2(), box.getY2());
    }

    private static PixelBox pixels(io.percept.contract.v1.PixelBox box) {
        return new PixelBox(box.getX1(), box.getY1(), box.getX2(), box.getY2());
    }
}
