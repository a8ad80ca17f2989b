package io.percept.contract.wire;

import io.percept.contract.ErrorCode;
import io.percept.contract.Excerpt;
import io.percept.contract.ImageContext;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Turns a protobuf event into records and checks it. A task that is wrong becomes unreadable; the rest goes on. */
final class EventReader {

    static final int MAX_TASKS = 64;
    static final int MAX_SEGMENTS = 512;
    /** Images and pages among the candidates and examples of all tasks: each image costs its pixels until the event is done. */
    private static final int MAX_TASK_PICTURES = 64;

    /** Characters of the names of an event, which stand in every message about it, and in the headers of its result. */
    private static final int LONGEST_NAME = 1_000;

    /** Characters of a text about an image: a result repeats it in each task that asks for alternative texts. */
    private static final int LONGEST_CONTEXT = 1_000;

    /** What protobuf's JSON mapping can write of a time. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final List<String> defaultTasks;
    private final RequiredTasks required;
    private final Optional<Instant> stated;
    private final Instant received;

    private final Map<Integer, EventJson.Fault> unreadable;

    /**
     * @param required what the event is asked whatever it names
     * @param stated when the event happened, where it says so
     * @param received the time of an event that does not
     * @param unreadable why a task could not be read, by its position
     */
    EventReader(
            List<String> defaultTasks,
            RequiredTasks required,
            Optional<Instant> stated,
            Instant received,
            Map<Integer, EventJson.Fault> unreadable) {
        this.defaultTasks = defaultTasks;
        this.required = required;
        this.stated = stated;
        this.received = received;
        this.unreadable = unreadable;
    }

    /** Refuses an event whose id, source or policy is longer than any name has to be: each message about a task may repeat it. */
    static void requireShortNames(io.percept.contract.v1.ImageEventOrBuilder event) {
        requireShort("id", event.getId());
        requireShort("source", event.getSource());
        requireShort("policy", event.getPolicy());
    }

    private static void requireShort(String what, String name) {
        if (name.length() > LONGEST_NAME) {
            throw InvalidEnvelope.of(
                    "The %s of the event has %d characters, and at most %d are taken; give a shorter one than %s"
                            .formatted(
                                    what,
                                    name.length(),
                                    LONGEST_NAME,
                                    InvalidEnvelope.quoted(Excerpt.beginning(name, LONGEST_NAME))),
                    null);
        }
    }

    /**
     * Refuses an event whose id or source has a control character: joined by a line feed they name its result, and both stand in headers
     * and logs.
     */
    static void requirePlainNames(io.percept.contract.v1.ImageEventOrBuilder event) {
        requirePlain("id", event.getId());
        requirePlain("source", event.getSource());
    }

    private static void requirePlain(String what, String name) {
        name.chars().filter(Character::isISOControl).findFirst().ifPresent(control -> {
            throw InvalidEnvelope.of(
                    "The %s of the event has the control character U+%04X behind '%s'; leave it out"
                            .formatted(what, control, InvalidEnvelope.quoted(name.substring(0, name.indexOf(control)))),
                    null);
        });
    }

    ImageEvent read(io.percept.contract.v1.ImageEvent message) {
        String name = "Event " + message.getId() + ": ";
        if (message.getSegmentsCount() == 0) {
            throw InvalidEnvelope.of(name + "it has no segments: give at least one text, image, page or turn.", null);
        }
        if (message.getSegmentsCount() > MAX_SEGMENTS || message.getTasksCount() > MAX_TASKS) {
            throw InvalidEnvelope.of(
                    name + "more than %d segments or %d tasks: split it.".formatted(MAX_SEGMENTS, MAX_TASKS), null);
        }
        List<io.percept.contract.v1.Task> tasks =
                message.getTasksCount() > 0 ? message.getTasksList() : tasksOf(defaultTasks);
        return new ImageEvent(
                message.getId(),
                message.getSource(),
                stated.orElse(received),
                segments(message.getSegmentsList(), () -> name),
                tasks(tasks, name),
                message.getPolicy().isEmpty() ? Optional.empty() : Optional.of(message.getPolicy()),
                message.getPriority(),
                message.hasDeadline() ? Optional.of(duration(message.getDeadline(), name)) : Optional.empty(),
                message.getAttributesMap(),
                stated.isPresent());
    }

    /** Tasks without parameters by their kinds. */
    static List<io.percept.contract.v1.Task> tasksOf(List<String> kinds) {
        List<io.percept.contract.v1.Task> tasks = new ArrayList<>();
        for (String kind : kinds) {
            var field = io.percept.contract.v1.Task.getDescriptor().findFieldByName(kind.trim());
            if (field == null || field.getContainingOneof() == null) {
                throw InvalidEnvelope.of(
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
            throw InvalidEnvelope.of(
                    name + "the deadline is out of range: give the seconds that a result is of use.", e);
        }
    }

    static Instant instant(com.google.protobuf.Timestamp value, Supplier<String> name) {
        try {
            return writable(Instant.ofEpochSecond(value.getSeconds(), value.getNanos()));
        } catch (DateTimeException | ArithmeticException e) {
            throw InvalidEnvelope.of(
                    name.get() + ": the time is out of range: give seconds since 1970, within the years 1 to 9999.", e);
        }
    }

    /** @throws DateTimeException where no result could tell the time */
    static Instant writable(Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new DateTimeException("%s is not within %s and %s".formatted(time, FIRST, LAST));
        }
        return time;
    }

    static List<Segment> segments(List<io.percept.contract.v1.Segment> messages, Supplier<String> name) {
        if (messages.size() > MAX_SEGMENTS) {
            throw InvalidEnvelope.of(name.get() + "more than " + MAX_SEGMENTS + " segments: split it.", null);
        }
        List<Segment> segments = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            int number = i;
            segments.add(segment(messages.get(i), () -> name.get() + "segment " + number));
        }
        return segments;
    }

    private static Segment segment(io.percept.contract.v1.Segment message, Supplier<String> name) {
        return switch (message.getKindCase()) {
            case TEXT -> new Segment.Text(message.getText());
            case IMAGE -> new Segment.Image(
                    source(message.getImage(), name),
                    message.getImage().getAlt(),
                    message.getImage().hasContext() ? context(message.getImage().getContext()) : ImageContext.NONE);
            case PAGE -> new Segment.Page(
                    message.getPage().getHtml(), message.getPage().getUrl());
            case TURN -> turn(message.getTurn(), name);
            case KIND_NOT_SET -> throw InvalidEnvelope.of(
                    name.get() + " is empty: give text, image, page or turn.", null);
        };
    }

    private static ImageContext context(io.percept.contract.v1.ImageContext context) {
        return new ImageContext(
                shortened(context.getHeading()),
                shortened(context.getCaption()),
                shortened(context.getRole()),
                shortened(context.getTarget()),
                shortened(context.getBeside()),
                context.getNamed(),
                context.getAltMissing(),
                context.getAltEmpty(),
                Math.max(1, context.getRepeats()));
    }

    private static String shortened(String text) {
        return Excerpt.beginning(text, LONGEST_CONTEXT);
    }

    private static Segment turn(io.percept.contract.v1.ChatTurn turn, Supplier<String> name) {
        // Before they are read: turns within turns may be many and deep.
        if (turn.getSegmentsList().stream().anyMatch(held -> held.hasTurn() || held.hasPage())) {
            throw InvalidEnvelope.of(name.get() + ": a chat turn holds texts and images only.", null);
        }
        List<Segment> inner = segments(turn.getSegmentsList(), () -> name.get() + ", ");
        Optional<Instant> at = turn.hasTime() ? Optional.of(instant(turn.getTime(), name)) : Optional.empty();
        return new Segment.ChatTurn(turn.getSpeaker(), at, inner);
    }

    static ImageSource source(io.percept.contract.v1.Image image, Supplier<String> name) {
        return switch (image.getSourceCase()) {
            case CONTENT -> new ImageSource.Content(image.getContent().toByteArray());
            case URL -> new ImageSource.Address(image.getUrl());
            case SOURCE_NOT_SET -> throw InvalidEnvelope.of(
                    name.get() + ": the image has neither content nor url.", null);
        };
    }

    private List<Task> tasks(List<io.percept.contract.v1.Task> messages, String name) {
        List<Task> tasks = new ArrayList<>(messages.size());
        // Those that come later as well: an event is right whatever the order of its tasks.
        Set<String> taken = new HashSet<>();
        messages.forEach(message -> taken.add(message.getId()));
        int pictures = 0;
        for (int i = 0; i < messages.size(); i++) {
            io.percept.contract.v1.Task message = messages.get(i);
            EventJson.Fault fault = unreadable.get(i);
            String kind = fault == null ? kindOf(message) : fault.type();
            String id = message.getId().isEmpty() ? freeId(kind, taken) : message.getId();
            if (tasks.stream().anyMatch(t -> t.id().equals(id))) {
                throw InvalidEnvelope.of(name + "two tasks have the id '" + id + "'.", null);
            }
            Task task = fault == null
                    ? task(message, id, kind)
                    : new Task.Unreadable(id, kind, fault.code(), fault.message());
            pictures += TaskReader.pictures(task);
            tasks.add(pictures > MAX_TASK_PICTURES ? overfull(task) : task);
        }
        // First, since there is a limit to what an event may ask for, and what comes last is what it leaves no room
        // for.
        List<Task> all = new ArrayList<>();
        required.besides(tasks)
                .forEach(message -> all.add(task(message, freeId(kindOf(message), taken), kindOf(message))));
        all.addAll(tasks);
        return all;
    }

    private static Task task(io.percept.contract.v1.Task message, String id, String kind) {
        try {
            return TaskReader.read(message, id);
        } catch (PerceptException e) {
            return new Task.Unreadable(id, kind, e.code(), e.getMessage());
        }
    }

    private static Task overfull(Task task) {
        if (TaskReader.pictures(task) == 0) {
            return task;
        }
        return new Task.Unreadable(
                task.id(),
                task.type(),
                ErrorCode.INVALID_TASK,
                "Task %s: the candidates and examples of it and the tasks before hold more than %d images and pages: give fewer, or send it in another event."
                        .formatted(task.id(), MAX_TASK_PICTURES));
    }

    static String kindOf(io.percept.contract.v1.Task message) {
        return message.getKindCase() == io.percept.contract.v1.Task.KindCase.KIND_NOT_SET
                ? "unknown"
                : message.getKindCase().name().toLowerCase(Locale.ROOT);
    }

    /** The kind, numbered where it is taken. It is taken from then on. */
    private static String freeId(String kind, Set<String> taken) {
        String id = kind;
        for (int number = 2; !taken.add(id); number++) {
            id = kind + "-" + number;
        }
        return id;
    }
}
