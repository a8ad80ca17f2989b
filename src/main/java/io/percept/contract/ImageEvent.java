package io.percept.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An event to enrich: a document of segments in reading order, and the tasks that are asked of it.
 *
 * @param id names the event within its source
 * @param source where the event comes from, a URI reference
 * @param time when it happened, or, where it does not say so, was received
 * @param segments what is to be looked at, in reading order; never empty
 * @param tasks what is asked; never empty once intake has filled in the configured default
 * @param policy the moderation policy's name, where the event names one
 * @param priority higher is served first; 0 is normal. {@link Priority} says what it is worth
 * @param deadline how long after {@code time} a result is wanted
 * @param attributes free labels that are copied to the result
 * @param timeStated whether {@code time} is the event's own word, the same at every delivery
 */
public record ImageEvent(
        String id,
        String source,
        Instant time,
        List<Segment> segments,
        List<Task> tasks,
        Optional<String> policy,
        int priority,
        Optional<Duration> deadline,
        Map<String, String> attributes,
        boolean timeStated) {

    /** The last second of protobuf's timestamps. */
    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");

    public ImageEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(time, "time");
        segments = List.copyOf(segments);
        tasks = List.copyOf(tasks);
        attributes = Map.copyOf(attributes);
    }

    /** Of an event that says itself when it happened. */
    public ImageEvent(
            String id,
            String source,
            Instant time,
            List<Segment> segments,
            List<Task> tasks,
            Optional<String> policy,
            int priority,
            Optional<Duration> deadline,
            Map<String, String> attributes) {
        this(id, source, time, segments, tasks, policy, priority, deadline, attributes, true);
    }

    /** When it happened, where it says so itself. */
    public Optional<Instant> ownTime() {
        return timeStated ? Optional.of(time) : Optional.empty();
    }

    /** When a result is wanted, where the event says so; within the years that the wire knows. */
    public Optional<Instant> due() {
        return deadline.map(span -> {
            long seconds = bounded(time.getEpochSecond()) + bounded(span.getSeconds());
            Instant due = Instant.ofEpochSecond(seconds, (long) time.getNano() + span.getNano());
            return due.isAfter(FAR) ? FAR : due;
        });
    }

    private static long bounded(long seconds) {
        return Math.clamp(seconds, -FAR.getEpochSecond(), FAR.getEpochSecond());
    }
}
