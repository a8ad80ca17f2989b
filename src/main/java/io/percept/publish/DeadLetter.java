package io.percept.publish;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A dead letter as it is read. Letters of older versions lack some headers, and records that others wrote may lack all.
 *
 * @param record as it lies in the topic of the dead letters
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    /**
     * The id of the letter of an event: a name-based UUID of the event's position and timestamp, so that the letters of
     * repeated deliveries have the same.
     */
    public static String idOf(Position event, long timestamp) {
        byte[] name = (event + "\n" + timestamp).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }

    public Position position() {
        return Position.of(record);
    }

    public String id() {
        return text(LetterHeaders.ID)
                .or(() -> original().map(original -> idOf(original, originalTimestamp())))
                .orElseGet(() -> idOf(position(), record.timestamp()));
    }

    /** What was wrong, or an empty string. */
    public String code() {
        return text(LetterHeaders.ERROR_CODE).orElse("");
    }

    /** What was wrong in words, or an empty string. */
    public String message() {
        return text(LetterHeaders.ERROR_MESSAGE).orElse("");
    }

    /** Whether the same event may go better later; empty in a letter of an older version, which does not say. */
    public Optional<Boolean> passing() {
        return ownText(LetterHeaders.ERROR_PASSING).map(Boolean::valueOf);
    }

    /** Names the fault, or an empty string. */
    public String stack() {
        return text(LetterHeaders.ERROR_STACK).orElse("");
    }

    /** When it was written. */
    public Instant time() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** How often the event was replayed before. */
    public int replays() {
        return number(LetterHeaders.REPLAY_COUNT).map(Long::intValue).orElse(0);
    }

    /** Where the event lies, or lay. */
    public Optional<Position> original() {
        Optional<String> topic = text(LetterHeaders.ORIGINAL_TOPIC);
        Optional<Long> partition = number(LetterHeaders.ORIGINAL_PARTITION);
        Optional<Long> offset = number(LetterHeaders.ORIGINAL_OFFSET);
        return topic.isEmpty() || partition.isEmpty() || offset.isEmpty()
                ? Optional.empty()
                : Optional.of(new Position(topic.get(), partition.get().intValue(), offset.get()));
    }

    /** Milliseconds since 1970, or -1. */
    public long originalTimestamp() {
        return number(LetterHeaders.ORIGINAL_TIMESTAMP).orElse(-1L);
    }

    /** What was left out of the letter, if anything was. */
    public Optional<String> leftOut() {
        return ownText(LetterHeaders.ORIGINAL_VALUE);
    }

    /** The key of the event; empty where it has none or where it was left out, and the letter's own key is its id instead. */
    public Optional<byte[]> originalKey() {
        return ownText(LetterHeaders.ORIGINAL_KEY).isPresent() ? Optional.empty() : Optional.ofNullable(record.key());
    }

    /** The headers of the event, in their order, repeated ones included. */
    public List<Header> originalHeaders() {
        return headers().subList(0, originalCount());
    }

    /** The headers that tell of the fault. */
    public List<Header> ownHeaders() {
        return headers().subList(originalCount(), headers().size());
    }

    /**
     * The headers of the event when it is sent again: its own, with the count of the replays and the letter's position.
     *
     * @param own of the event, which a letter that had to leave them out lacks
     */
    public List<Header> replayHeaders(List<Header> own) {
        List<Header> headers = new ArrayList<>(own);
        headers.removeIf(header ->
                header.key().equals(LetterHeaders.REPLAY_COUNT) || header.key().equals(LetterHeaders.REPLAY_OF));
        headers.add(header(LetterHeaders.REPLAY_COUNT, String.valueOf(replays() + 1)));
        headers.add(header(LetterHeaders.REPLAY_OF, position().toString()));
        return headers;
    }

    private List<Header> headers() {
        return StreamSupport.stream(record.headers().spliterator(), false).toList();
    }

    private int originalCount() {
        List<Header> headers = headers();
        Optional<Long> count = number(LetterHeaders.ORIGINAL_HEADERS);
        if (count.isPresent() && count.get() >= 0 && count.get() <= headers.size()) {
            return count.get().intValue();
        }
        // A letter of an older version, which told its own by their names alone: they stand behind the event's.
        int first = 0;
        while (first < headers.size() && !headers.get(first).key().startsWith("percept-error-")) {
            first++;
        }
        return first;
    }

    /** Of a header that not every letter has, so that the last one of its name may be the event's. */
    private Optional<String> ownText(String name) {
        return ownHeaders().stream()
                .filter(header -> header.key().equals(name))
                .findFirst()
                .map(DeadLetter::textOf);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(record.headers().lastHeader(name)).map(DeadLetter::textOf);
    }

    private Optional<Long> number(String name) {
        try {
            return text(name).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String textOf(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
