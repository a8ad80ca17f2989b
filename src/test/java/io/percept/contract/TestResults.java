package io.percept.contract;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.contract.EnrichmentResult.Timings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results for tests that look at one part of a result only. */
public final class TestResults {

    private static final Timings NO_TIME = new Timings(0, 0, 0, 0);

    private TestResults() {}

    /** The result {@code result} of an event {@code event} of {@code /source}. */
    public static EnrichmentResult of(List<TaskOutcome> outcomes) {
        return of(outcomes, NO_TIME);
    }

    /** The same, with timings. */
    public static EnrichmentResult of(List<TaskOutcome> outcomes, Timings timings) {
        return result("result", "event", "/source", Instant.EPOCH, outcomes, timings);
    }

    /** The result of an event, given when that happened. */
    public static EnrichmentResult of(ImageEvent event, List<TaskOutcome> outcomes) {
        String id = EnrichmentResult.idOf(event.source(), event.id());
        return result(id, event.id(), event.source(), event.time(), outcomes, NO_TIME);
    }

    private static EnrichmentResult result(
            String id, String eventId, String source, Instant time, List<TaskOutcome> outcomes, Timings timings) {
        return new EnrichmentResult(
                id,
                eventId,
                source,
                time,
                Optional.empty(),
                new ModelIdentity("none", "0", "", "none"),
                outcomes,
                timings,
                Map.of(),
                DocumentRecord.NONE,
                false);
    }
}
