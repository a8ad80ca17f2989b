package io.percept.cli.dlt;

import io.percept.publish.DeadLetter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a list says of a letter, without the event.
 *
 * @param passing whether the failure may pass, where the letter says so
 * @param replayedTo where the event was sent again, or an empty string
 * @param replays how often it had been sent again before it ended here
 */
record LetterView(
        PartitionOffset place,
        String id,
        Instant time,
        String code,
        Optional<Boolean> passing,
        String stack,
        String message,
        String key,
        String original,
        int bytes,
        int replays,
        String replayedTo) {

    private static final int MESSAGE = 70;

    static LetterView of(DeadLetter letter, ReplayedLetters replayed) {
        byte[] value = letter.record().value();
        return new LetterView(
                PartitionOffset.of(letter),
                letter.id(),
                letter.time(),
                Printable.line(letter.code()),
                letter.passing(),
                Printable.line(letter.stack()),
                Printable.line(letter.message()),
                Printable.bytes(letter.originalKey().orElse(null)),
                letter.original().map(Object::toString).map(Printable::line).orElse(""),
                value == null ? 0 : value.length,
                letter.replays(),
                replayed.destination(letter.id()).orElse(""));
    }

    static String heading() {
        return row("PLACE", "TIME", "CODE", "STACK", "REPLAYED", "KEY", "MESSAGE");
    }

    String row() {
        return row(
                place.toString(),
                time.truncatedTo(ChronoUnit.SECONDS).toString(),
                code,
                stack,
                replayedTo.isEmpty() ? "no" : "yes",
                key,
                Printable.cut(message, MESSAGE));
    }

    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("place", place.toString());
        fields.put("id", id);
        fields.put("time", time.toString());
        fields.put("code", code);
        passing.ifPresent(may -> fields.put("passing", may));
        fields.put("stack", stack);
        fields.put("message", message);
        fields.put("key", key);
        fields.put("original", original);
        fields.put("bytes", bytes);
        fields.put("replays", replays);
        fields.put("replayedTo", replayedTo);
        return JsonMapper.shared().writeValueAsString(fields);
    }

    private static String row(
            String place, String time, String code, String stack, String replayed, String key, String message) {
        return "%-9s %-20s %-17s %-16s %-8s %-16s %s".formatted(place, time, code, stack, replayed, key, message);
    }
}
