package io.percept.faults;

import io.percept.contract.Candidate;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Cheap mixed traffic, the same for the same seed: texts, images in the event and bare, images by address, and one event in
 * sixteen that is bad in one of four ways and must end as a dead letter. Events carry their key and their place among the
 * events of the key in their id and, where they have an envelope, in their attributes. For one thread.
 */
final class EventMix {

    /** A kind of events that a fault mixes in. */
    interface Kind {
        PlannedEvent plan(String id, String key, long sequence);
    }

    private static final int KEYS = 24;
    private static final TaskOptions SHORT = TaskOptions.NONE.withMaxTokens(6);

    private final Random random;
    private final ImageHost good;
    private final ImageHost bad;
    private final List<Kind> more;
    private final Map<String, Long> sequences = new HashMap<>();

    /**
     * @param good a host that answers
     * @param bad a host that has nothing
     * @param more kinds of which every eighth event is one; may be empty
     */
    EventMix(long seed, ImageHost good, ImageHost bad, List<Kind> more) {
        this.random = new Random(seed);
        this.good = good;
        this.bad = bad;
        this.more = more;
    }

    PlannedEvent next() {
        return !more.isEmpty() && random.nextInt(8) == 0
                ? next(more.get(random.nextInt(more.size())))
                : next(this::usual);
    }

    /** The next event, of this kind. */
    PlannedEvent next(Kind kind) {
        String key = "key-" + random.nextInt(KEYS);
        long sequence = sequences.merge(key, 1L, Long::sum) - 1;
        return kind.plan(key + "-" + sequence, key, sequence);
    }

    private PlannedEvent usual(String id, String key, long sequence) {
        int draw = random.nextInt(100);
        if (draw < 50) {
            return choice(id, key, sequence);
        } else if (draw < 76) {
            return caption(id, key, sequence, new ImageSource.Content(Pictures.png(random.nextInt(Pictures.COUNT))));
        } else if (draw < 84) {
            return caption(
                    id, key, sequence, new ImageSource.Address(good.address("/" + random.nextInt(Pictures.COUNT))));
        } else if (draw < 94) {
            return bare(id, key, sequence);
        }
        return poison(id, key, sequence);
    }

    private PlannedEvent choice(String id, String key, long sequence) {
        Task task = new Task.Choose(
                "choose",
                "What is the opinion?",
                List.of(new Candidate.Text("positive"), new Candidate.Text("negative")),
                TaskOptions.NONE);
        return event(id, key, sequence, new Segment.Text("A good day, number " + random.nextInt(8)), task);
    }

    static PlannedEvent caption(String id, String key, long sequence, ImageSource image) {
        return event(id, key, sequence, new Segment.Image(image, ""), new Task.Caption("caption", SHORT));
    }

    static PlannedEvent badCaption(String id, String key, long sequence, ImageSource image, String... codes) {
        PlannedEvent event = caption(id, key, sequence, image);
        return new PlannedEvent(id, key, sequence, event.value(), event.headers(), Expectation.deadLetter(codes));
    }

    private PlannedEvent bare(String id, String key, long sequence) {
        Map<String, String> headers = headers(id, "image/png");
        headers.put("ce_id", id);
        headers.put("ce_source", Checker.SOURCE);
        headers.put(EventCodec.TASKS_HEADER, "caption");
        return new PlannedEvent(
                id, key, sequence, Pictures.png(random.nextInt(Pictures.COUNT)), headers, Expectation.RESULT);
    }

    private PlannedEvent poison(String id, String key, long sequence) {
        return switch (random.nextInt(4)) {
            case 0 -> new PlannedEvent(
                    id,
                    key,
                    sequence,
                    "{no event".getBytes(StandardCharsets.UTF_8),
                    headers(id, "application/json"),
                    Expectation.deadLetter("INVALID_ENVELOPE"));
            case 1 -> badCaption(id, key, sequence, new ImageSource.Content(Pictures.truncated()), "IMAGE_TRUNCATED");
            case 2 -> badCaption(
                    id, key, sequence, new ImageSource.Address("http://10.1.2.3/private.png"), "URL_FORBIDDEN");
            default -> badCaption(
                    id, key, sequence, new ImageSource.Address(bad.address("/nothing/" + id)), "FETCH_FAILED");
        };
    }

    private static PlannedEvent event(String id, String key, long sequence, Segment segment, Task task) {
        ImageEvent event = new ImageEvent(
                id,
                Checker.SOURCE,
                Instant.EPOCH,
                List.of(segment),
                List.of(task),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of("key", key, "sequence", String.valueOf(sequence)));
        return new PlannedEvent(
                id,
                key,
                sequence,
                EventCodec.write(event, Encoding.PROTOBUF),
                headers(id, Encoding.PROTOBUF.mediaType()),
                Expectation.RESULT);
    }

    private static Map<String, String> headers(String id, String type) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Topics.EVENT_HEADER, id);
        headers.put("content-type", type);
        return headers;
    }
}
