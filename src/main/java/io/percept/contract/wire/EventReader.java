package io.percept.contract.wire;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.Example;
import io.percept.contract.ImageContext;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns a protobuf event into records and checks it. A task that is wrong becomes unreadable; the rest goes on. */
final class EventReader {

    private static final int MAX_TASKS = 64;
    private static final int MAX_SEGMENTS = 512;

    private final List<String> defaultTasks;
    private final Instant time;

    EventReader(List<String> defaultTasks, Instant time) {
        this.defaultTasks = defaultTasks;
        this.time = time;
    }

    ImageEvent read(io.percept.contract.v1.ImageEvent message) {
        String name = "Event " + message.getId() + ": ";
        if (message.getSegmentsCount() == 0) {
            throw EventCodec.invalid(name + "it has no segments: give at least one text, image, page or turn.", null);
        }
        if (message.getSegmentsCount() > MAX_SEGMENTS || message.getTasksCount() > MAX_TASKS) {
            throw EventCodec.invalid(
                    name + "more than %d segments or %d tasks: split it.".formatted(MAX_SEGMENTS, MAX_TASKS), null);
        }
        List<io.percept.contract.v1.Task> tasks =
                message.getTasksCount() > 0 ? message.getTasksList() : tasksOf(defaultTasks);
        return new ImageEvent(
                message.getId(),
                message.getSource(),
                time,
                segments(message.getSegmentsList(), name),
                tasks(tasks, name),
                message.getPolicy().isEmpty() ? Optional.empty() : Optional.of(message.getPolicy()),
                message.getPriority(),
                message.hasDeadline() ? Optional.of(duration(message.getDeadline(), name)) : Optional.empty(),
                message.getAttributesMap());
    }

    /** Tasks without parameters by their kinds. */
    static List<io.percept.contract.v1.Task> tasksOf(List<String> kinds) {
        List<io.percept.contract.v1.Task> tasks = new ArrayList<>();
        for (String kind : kinds) {
            var field = io.percept.contract.v1.Task.getDescriptor().findFieldByName(kind.trim());
            if (field == null || field.getContainingOneof() == null) {
                throw EventCodec.invalid(
                        "Unknown task '" + kind
                                + "': use caption, describe, ground, moderate or alt_text, or send an event.",
                        null);
            }
            var builder = io.percept.contract.v1.Task.newBuilder();
            builder.setField(field, builder.newBuilderForField(field).build());
            tasks.add(builder.build());
        }
        return tasks;
    }

    private static Duration duration(com.google.protobuf.Duration value, String name) {
        try {
            return Duration.ofSeconds(value.getSeconds(), value.getNanos());
        } catch (ArithmeticException e) {
            throw EventCodec.invalid(
                    name + "the deadline is out of range: give the seconds that a result is of use.", e);
        }
    }

    static Instant instant(com.google.protobuf.Timestamp value, String name) {
        try {
            return Instant.ofEpochSecond(value.getSeconds(), value.getNanos());
        } catch (DateTimeException | ArithmeticException e) {
            throw EventCodec.invalid(name + ": the time is out of range: give seconds since 1970.", e);
        }
    }

    private static List<Segment> segments(List<io.percept.contract.v1.Segment> messages, String name) {
        List<Segment> segments = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            segments.add(segment(messages.get(i), name + "segment " + i));
        }
        return segments;
    }

    private static Segment segment(io.percept.contract.v1.Segment message, String name) {
        return switch (message.getKindCase()) {
            case TEXT -> new Segment.Text(message.getText());
            case IMAGE -> new Segment.Image(
                    source(message.getImage(), name),
                    message.getImage().getAlt(),
                    message.getImage().hasContext() ? context(message.getImage().getContext()) : ImageContext.NONE);
            case PAGE -> new Segment.Page(
                    message.getPage().getHtml(), message.getPage().getUrl());
            case TURN -> turn(message.getTurn(), name);
            case KIND_NOT_SET -> throw EventCodec.invalid(name + " is empty: give text, image, page or turn.", null);
        };
    }

    private static ImageContext context(io.percept.contract.v1.ImageContext context) {
        return new ImageContext(
                context.getHeading(),
                context.getCaption(),
                context.getRole(),
                context.getTarget(),
                context.getBeside(),
                context.getNamed(),
                context.getAltMissing(),
                context.getAltEmpty(),
                Math.max(1, context.getRepeats()));
    }

    private static Segment turn(io.percept.contract.v1.ChatTurn turn, String name) {
        List<Segment> inner = segments(turn.getSegmentsList(), name + ", ");
        if (inner.stream().anyMatch(s -> s instanceof Segment.ChatTurn || s instanceof Segment.Page)) {
            throw EventCodec.invalid(name + ": a chat turn holds texts and images only.", null);
        }
        Optional<Instant> at = turn.hasTime() ? Optional.of(instant(turn.getTime(), name)) : Optional.empty();
        return new Segment.ChatTurn(turn.getSpeaker(), at, inner);
    }

    private static ImageSource source(io.percept.contract.v1.Image image, String name) {
        return switch (image.getSourceCase()) {
            case CONTENT -> new ImageSource.Content(image.getContent().toByteArray());
            case URL -> new ImageSource.Address(image.getUrl());
            case SOURCE_NOT_SET -> throw EventCodec.invalid(name + ": the image has neither content nor url.", null);
        };
    }

    private static List<Task> tasks(List<io.percept.contract.v1.Task> messages, String name) {
        List<Task> tasks = new ArrayList<>(messages.size());
        for (io.percept.contract.v1.Task message : messages) {
            String kind = kindOf(message);
            String id = message.getId().isEmpty() ? freeId(kind, tasks) : message.getId();
            if (tasks.stream().anyMatch(t -> t.id().equals(id))) {
                throw EventCodec.invalid(name + "two tasks have the id '" + id + "'.", null);
            }
            try {
                tasks.add(task(message, id));
            } catch (PerceptException e) {
                tasks.add(new Task.Unreadable(id, kind, e.code(), e.getMessage()));
            }
        }
        return tasks;
    }

    private static String kindOf(io.percept.contract.v1.Task message) {
        return message.getKindCase() == io.percept.contract.v1.Task.KindCase.KIND_NOT_SET
                ? "unknown"
                : message.getKindCase().name().toLowerCase(Locale.ROOT);
    }

    private static String freeId(String kind, List<Task> tasks) {
        String id = kind;
        for (int number = 2; ; number++) {
            String candidate = id;
            if (tasks.stream().noneMatch(t -> t.id().equals(candidate))) {
                return id;
            }
            id = kind + "-" + number;
        }
    }

    private static Task task(io.percept.contract.v1.Task message, String id) {
        TaskOptions options = options(message.getOptions());
        return switch (message.getKindCase()) {
            case CAPTION -> new Task.Caption(id, options);
            case DESCRIBE -> new Task.Describe(id, options);
            case GROUND -> {
                String phrase = message.getGround().getPhrase();
                yield new Task.Ground(id, phrase.isBlank() ? Optional.empty() : Optional.of(phrase), options);
            }
            case REFER -> {
                var box = message.getRefer().getBox();
                yield new Task.Refer(id, new BoundingBox(box.getX1(), box.getY1(), box.getX2(), box.getY2()), options);
            }
            case ANSWER -> {
                String question = message.getAnswer().getQuestion();
                if (question.isBlank()) {
                    throw new PerceptException(
                            ErrorCode.MISSING_QUESTION, "Task " + id + " has no question: set answer.question.");
                }
                yield new Task.Answer(id, question, options);
            }
            case MODERATE -> new Task.Moderate(id, message.getModerate().getLabelsList(), options);
            case CHOOSE -> choose(message.getChoose(), id, options);
            case ALT_TEXT -> altText(message.getAltText(), id, options);
            case KIND_NOT_SET -> throw new PerceptException(
                    ErrorCode.UNKNOWN_TASK,
                    "Task " + id + " is of no kind that is known here: use caption, describe, ground, refer, answer,"
                            + " moderate, choose or alt_text.");
        };
    }

    private static Task altText(io.percept.contract.v1.AltText task, String id, TaskOptions options) {
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
        List<Candidate> candidates = new ArrayList<>();
        for (var candidate : choose.getCandidatesList()) {
            candidates.add(
                    switch (candidate.getKindCase()) {
                        case TEXT -> new Candidate.Text(candidate.getText());
                        case IMAGE -> new Candidate.Image(source(candidate.getImage(), "Task " + id));
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
        List<Example> examples = new ArrayList<>();
        for (var example : options.getExamplesList()) {
            if (example.getSegmentsCount() == 0 || example.getAnswer().isBlank()) {
                throw new PerceptException(ErrorCode.INVALID_TASK, "An example needs segments and an answer.");
            }
            examples.add(new Example(segments(example.getSegmentsList(), "Example, "), example.getAnswer()));
        }
        if (options.getMaxTokens() < 0) {
            throw new PerceptException(ErrorCode.INVALID_TASK, "max_tokens is negative: leave it out or give a limit.");
        }
        OptionalInt limit = options.getMaxTokens() > 0 ? OptionalInt.of(options.getMaxTokens()) : OptionalInt.empty();
        return new TaskOptions(examples, options.getRationale(), limit);
    }
}
