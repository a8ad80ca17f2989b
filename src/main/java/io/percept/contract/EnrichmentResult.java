package io.percept.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What Percept says of one event.
 *
 * @param id the same for every delivery of the same event, see {@link #idOf}
 * @param time when it was given
 * @param eventTime when the event happened, where it says so itself
 * @param outcomes one per task, in the order of the event's tasks
 * @param document what became of the event's texts and images
 * @param reused whether the outcomes are those of an equal event before it
 */
public record EnrichmentResult(
        String id,
        String eventId,
        String source,
        Instant time,
        Optional<Instant> eventTime,
        ModelIdentity model,
        List<TaskOutcome> outcomes,
        Timings timings,
        Map<String, String> attributes,
        DocumentRecord document,
        boolean reused) {

    public EnrichmentResult {
        outcomes = List.copyOf(outcomes);
        attributes = Map.copyOf(attributes);
    }

    /**
     * The id of the result of an event: a name-based UUID (RFC 9562, version 3) of its source, a line feed and its id, without a
     * namespace.
     */
    public static String idOf(String source, String eventId) {
        byte[] name = (source + '\n' + eventId).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }

    /** Whether any task went well. */
    public boolean hasCompleted() {
        return outcomes.stream().anyMatch(TaskOutcome.Completed.class::isInstance);
    }

    /** The same with other outcomes. */
    public EnrichmentResult withOutcomes(List<TaskOutcome> others) {
        return new EnrichmentResult(
                id, eventId, source, time, eventTime, model, others, timings, attributes, document, reused);
    }

    /**
     * The same, given at another time.
     *
     * @param lateMillis by how much that is after the event's deadline, or 0
     */
    public EnrichmentResult givenAt(Instant later, double lateMillis) {
        Timings late = new Timings(timings.resolveMillis(), timings.enrichMillis(), timings.totalMillis(), lateMillis);
        return new EnrichmentResult(
                id, eventId, source, later, eventTime, model, outcomes, late, attributes, document, reused);
    }

    /**
     * @param digest SHA-256 over the bundle's files, hexadecimal
     * @param engine the engine and its version
     */
    public record ModelIdentity(String name, String version, String digest, String engine) {}

    /**
     * Milliseconds that the event spent in each room.
     *
     * @param lateMillis by how much the result came after the event's deadline; 0: in time, or there is no deadline
     */
    public record Timings(double resolveMillis, double enrichMillis, double totalMillis, double lateMillis) {}
}
