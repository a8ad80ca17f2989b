package io.percept.cli.bench;

import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.TaskOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events for one round of one contender. No two batches have an image in common, but where all repeat. Immutable.
 *
 * @param workload what the events are like
 * @param first number of the first event in the whole run
 * @param count events
 */
record Batch(Workload workload, long first, int count) {

    private static final int REPEATS_EACH = 5;
    private static final int FAR = 33;
    private static final int NEAR = 3;

    /** The event of the batch whose image the n-th one has: itself, or in a mix that repeats an earlier one. */
    int original(int event) {
        if (workload.mix().repeats() != Mix.Repeats.A_FIFTH || event % REPEATS_EACH != REPEATS_EACH - 1) {
            return event;
        }
        return event - (event >= FAR ? FAR : NEAR);
    }

    /** The picture of the n-th event. */
    int picture(int event) {
        return original(event) % workload.pictures().size();
    }

    /** The encoded image of the n-th event. */
    byte[] image(int event) {
        long number = workload.mix().repeats() == Mix.Repeats.ALL ? picture(event) : first + original(event);
        return JpegStamp.stamped(workload.pictures().get(picture(event)), number);
    }

    String id(int event) {
        return "bench-" + (first + event);
    }

    /** The number in the batch of an event by its id. */
    int numberOf(String id) {
        return Math.toIntExact(Long.parseLong(id.substring("bench-".length())) - first);
    }

    ImageEvent event(int event, byte[] image) {
        return event(event, image, TaskOptions.NONE);
    }

    ImageEvent event(int event, byte[] image, TaskOptions options) {
        return new ImageEvent(
                id(event),
                "/bench",
                Instant.now(),
                List.of(new Segment.Image(new ImageSource.Content(image), "")),
                workload.tasks().tasks(event, options),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    /** The headers of the n-th event as a record that is the bare image. */
    Map<String, String> headers(int event) {
        return Map.of(
                "content-type",
                "image/jpeg",
                "ce_id",
                id(event),
                "ce_source",
                "/bench",
                "percept-tasks",
                workload.tasks().header());
    }

    /** Mean bytes of an image. */
    long meanBytes() {
        return (long) workload.pictures().stream()
                .mapToInt(each -> each.length)
                .average()
                .orElse(0);
    }
}
