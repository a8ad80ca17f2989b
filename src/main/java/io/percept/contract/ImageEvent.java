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
 * @param time when it happened
 * @param segments what is to be looked at, in reading order; never empty
 * @param tasks what is asked; never empty once intake has filled in the configured default
 * @param policy the moderation policy's name, where the event names one
 * @param priority higher is served first; 0 is normal
 * @param deadline how long after {@code time} a result is still of use
 * @param attributes free labels that are copied to the result
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
        Map<String, String> attributes) {

    public ImageEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(time, "time");
        segments = List.copyOf(segments);
        tasks = List.copyOf(tasks);
        attributes = Map.copyOf(attributes);
    }

    /** The same event with other tasks. */
    public ImageEvent withTasks(List<Task> others) {
        return new ImageEvent(id, source, time, segments, others, policy, priority, deadline, attributes);
    }
}
