package io.percept.contract.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.v1.Image;
import io.percept.contract.v1.Segment;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads events and writes them: binary protobuf, protobuf's JSON mapping, or a raw image whose envelope is its
 * headers. CloudEvents attributes in the headers {@code ce_id}, {@code ce_source} and {@code ce_time} fill in what the
 * value leaves empty, where they are not blank; those of a CloudEvent in structured mode do as well ({@link CloudEvent}). Thread-safe.
 */
public final class EventCodec {

    /** Header with the kinds of the tasks of a raw image, separated by commas. */
    public static final String TASKS_HEADER = "percept-tasks";

    /** The attributes of CloudEvents that an event has as well; in the headers of a record {@code ce_} stands before them. */
    public static final List<String> CLOUD_EVENT_ATTRIBUTES = List.of("id", "source", "time");

    /** Header with the name of the policy of a raw image. */
    public static final String POLICY_HEADER = "percept-policy";

    /** The source of events that have none. They share it, so one id among them is one event. */
    private static final String NO_SOURCE = "/";

    private final EventRules rules;
    private final RequiredTasks required;
    private final Clock clock;

    /** @param defaultTasks kinds of the tasks of an event that names none; they must need no parameter */
    public EventCodec(List<String> defaultTasks) {
        this(EventRules.ofDefaultTasks(defaultTasks));
    }

    /** @throws PerceptException where a task of the rules is of no known kind, or is required and needs a parameter */
    public EventCodec(EventRules rules) {
        this(rules, Clock.systemUTC());
    }

    EventCodec(EventRules rules, Clock clock) {
        this.rules = rules;
        this.required = new RequiredTasks(rules.requiredTasks());
        this.clock = clock;
        EventReader.tasksOf(rules.defaultTasks());
    }

    /** The event as {@link #read(byte[], Map, String, Instant)} gives it, received now. */
    public ImageEvent read(byte[] value, Map<String, String> headers, String fallbackId) {
        return read(value, headers, fallbackId, clock.instant());
    }

    /**
     * @param value the record's value
     * @param headers the record's headers, by lower-case name
     * @param fallbackId the id of an event that has none, which must be the same at every delivery
     * @param received the time of an event that states none, which must be the same each time that it is read again
     * @throws PerceptException with {@link ErrorCode#INVALID_ENVELOPE} where the value is no event
     */
    public ImageEvent read(byte[] value, Map<String, String> headers, String fallbackId, Instant received) {
        if (value == null || value.length == 0) {
            throw InvalidEnvelope.of("The record is empty: send an ImageEvent or an image.", null);
        }
        if (!CloudEvent.isStructured(headers.getOrDefault("content-type", ""))) {
            return readUnwrapped(value, headers, fallbackId, received);
        }
        CloudEvent event = CloudEvent.read(value, headers);
        return readUnwrapped(event.value(), event.headers(), fallbackId, received);
    }

    private ImageEvent readUnwrapped(byte[] value, Map<String, String> headers, String fallbackId, Instant received) {
        EventJson.Read read =
                switch (Encoding.of(headers.getOrDefault("content-type", ""), value)) {
                    case PROTOBUF -> new EventJson.Read(parseBinary(value), Map.of());
                    case JSON -> EventJson.read(value);
                    case RAW_IMAGE -> new EventJson.Read(wrap(value, headers), Map.of());
                };
        var event = read.event();
        if (event.getId().isEmpty()) {
            event.setId(attribute(headers, "ce_id").orElse(fallbackId));
        }
        if (event.getSource().isEmpty()) {
            event.setSource(attribute(headers, "ce_source").orElse(rules.sourceRequired() ? "" : NO_SOURCE));
        }
        EventReader.requireShortNames(event);
        EventReader.requirePlainNames(event);
        if (rules.sourceRequired() && event.getSource().isBlank()) {
            throw InvalidEnvelope.of(
                    "Event %s: it has no source, and percept.intake.require-source asks for one: set source, or the CloudEvents attribute source (the header ce_source)."
                            .formatted(event.getId()),
                    null);
        }
        return new EventReader(rules.defaultTasks(), required, timeOf(event, headers), received, read.unreadable())
                .read(event.build());
    }

    /**
     * Reads tasks in JSON that come without their event, as in a form. Each of them is checked where their event is read.
     *
     * @throws InvalidProtocolBufferException where it is no JSON array of percept.v1.Task
     * @throws PerceptException with {@link ErrorCode#INVALID_ENVELOPE} where there are more of them than an event may have, or
     *     absurdly many values in them, or an absurdly long number
     */
    public static List<io.percept.contract.v1.Task> readTasks(String json) throws InvalidProtocolBufferException {
        return EventJson.readTasks(json);
    }

    /** The event in protobuf or its JSON mapping. */
    public static byte[] write(ImageEvent event, Encoding encoding) {
        var message = EventWriter.write(event);
        return encoding == Encoding.JSON ? ProtobufJson.bytes(message) : message.toByteArray();
    }

    private static io.percept.contract.v1.ImageEvent.Builder parseBinary(byte[] value) {
        try {
            return io.percept.contract.v1.ImageEvent.parseFrom(value).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw InvalidEnvelope.of(
                    "The value is neither JSON nor an image nor a percept.v1.ImageEvent in protobuf (" + e.getMessage()
                            + "): set the content-type header and check the schema.",
                    e);
        }
    }

    private static io.percept.contract.v1.ImageEvent.Builder wrap(byte[] value, Map<String, String> headers) {
        var builder = io.percept.contract.v1.ImageEvent.newBuilder()
                .addSegments(Segment.newBuilder().setImage(Image.newBuilder().setContent(ByteString.copyFrom(value))));
        String tasks = headers.getOrDefault(TASKS_HEADER, "");
        if (!tasks.isBlank()) {
            builder.addAllTasks(EventReader.tasksOf(Arrays.asList(tasks.split(","))));
        }
        return builder.setPolicy(headers.getOrDefault(POLICY_HEADER, "").strip());
    }

    /** When the event happened, where it or its headers say so. */
    private static Optional<Instant> timeOf(
            io.percept.contract.v1.ImageEvent.Builder event, Map<String, String> headers) {
        return event.hasTime()
                ? Optional.of(EventReader.instant(event.getTime(), () -> "Event " + event.getId()))
                : attribute(headers, "ce_time").map(EventCodec::time);
    }

    /** CloudEvents allows none to be empty, so one that is says nothing. */
    private static Optional<String> attribute(Map<String, String> headers, String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isBlank());
    }

    private static Instant time(String stated) {
        try {
            return EventReader.writable(Instant.parse(stated));
        } catch (DateTimeException e) {
            throw InvalidEnvelope.of(
                    "The CloudEvents attribute time is not an RFC 3339 time in UTC, of the years 1 to 9999: "
                            + InvalidEnvelope.quoted(stated),
                    e);
        }
    }
}
