package io.percept.publish;

import io.percept.contract.ErrorCode;
import io.percept.contract.Excerpt;
import io.percept.contract.PerceptException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events that cannot be enriched, with their key, bytes and headers as they came, and behind those the headers of
 * {@link LetterHeaders}: what was wrong, where the event lies, who says so. A header of the event is never replaced, even
 * where it has a name of ours; the last one of a name is ours. Where the event is too large for the producer or the topic, its value is
 * left out, and if that is not enough its headers and key too: the letter then names where the event lies. A value that is left out is
 * empty and not null, since null would erase the letter from a compacted topic; a header says it. A letter without
 * the key of an event has its own id as key, since a compacted topic takes none without. What was wrong may quote the event and so
 * have any length; it is cut, since a letter that fits in no form would stop its partition. Thread-safe.
 */
public final class DeadLetterPublisher {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);

    private static final int MESSAGE_CHARACTERS = 2_000;

    private static final byte[] LEFT_OUT = {};

    /** What of the event goes into its letter. */
    private enum Part {
        ALL(""),
        KEY_AND_HEADERS("left out, it is too large"),
        NOTHING("left out with key and headers, they are too large");

        private final String leftOut;

        Part(String leftOut) {
            this.leftOut = leftOut;
        }
    }

    private record Reason(PerceptException failure, OptionalInt tries) {}

    private final RecordSink sink;
    private final String topic;
    private final LetterSender from;
    private final Clock clock;

    public DeadLetterPublisher(RecordSink sink, String topic, LetterSender from) {
        this(sink, topic, from, Clock.systemUTC());
    }

    DeadLetterPublisher(RecordSink sink, String topic, LetterSender from, Clock clock) {
        this.sink = sink;
        this.topic = topic;
        this.from = from;
        this.clock = clock;
    }

    /**
     * @param tries how often the event was tried, where that was counted
     * @return completes when the letter is safe, see {@link RecordSink#send}; where its topic takes it in no form, the failure says what to
     *     raise
     */
    public CompletableFuture<Void> publish(
            ConsumerRecord<byte[], byte[]> event, PerceptException reason, OptionalInt tries) {
        log.warn("Dead letter: event at {}, {}: {}", Position.of(event), reason.code(), message(reason));
        return send(event, new Reason(reason, tries), List.of(Part.values()));
    }

    private CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> event, Reason reason, List<Part> parts) {
        ProducerRecord<byte[], byte[]> letter = letter(event, reason, parts.getFirst());
        List<Part> fewer = parts.subList(1, parts.size());
        RecordSink.Substitute smaller = tooLarge ->
                fewer.isEmpty() ? CompletableFuture.failedFuture(fitsInNoForm(tooLarge)) : send(event, reason, fewer);
        return RecordSink.orElse(sink.send(event, letter, smaller), smaller);
    }

    private PerceptException fitsInNoForm(Throwable tooLarge) {
        return new PerceptException(
                ErrorCode.RESULT_TOO_LARGE,
                "A dead letter is too large for topic %s, also without the event's value, headers and key: raise the topic's max.message.bytes, or max.request.size where that is smaller."
                        .formatted(topic),
                tooLarge);
    }

    private ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> event, Reason reason, Part part) {
        boolean hasItsKey = event.key() != null && part != Part.NOTHING;
        String id = DeadLetter.idOf(Position.of(event), event.timestamp());
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                topic, hasItsKey ? event.key() : RecordKey.of(id), part == Part.ALL ? event.value() : LEFT_OUT);
        List<Header> own = part == Part.NOTHING
                ? List.of()
                : StreamSupport.stream(event.headers().spliterator(), false).toList();
        Headers headers = letter.headers();
        own.forEach(headers::add);
        addReason(headers, reason);
        MessageHeaders.add(headers, LetterHeaders.ID, id);
        addOrigin(headers, event);
        MessageHeaders.add(headers, LetterHeaders.ORIGINAL_HEADERS, String.valueOf(own.size()));
        if (!hasItsKey) {
            MessageHeaders.add(headers, LetterHeaders.ORIGINAL_KEY, event.key() == null ? "none" : "left out");
        }
        if (part != Part.ALL) {
            MessageHeaders.add(headers, LetterHeaders.ORIGINAL_VALUE, part.leftOut);
        }
        return letter;
    }

    private void addReason(Headers headers, Reason reason) {
        PerceptException failure = reason.failure();
        MessageHeaders.add(headers, LetterHeaders.ERROR_CODE, failure.code().name());
        MessageHeaders.add(headers, LetterHeaders.ERROR_MESSAGE, message(failure));
        MessageHeaders.add(headers, LetterHeaders.ERROR_PASSING, String.valueOf(failure.isPassing()));
        MessageHeaders.add(
                headers,
                LetterHeaders.ERROR_CLASS,
                StackDigest.root(failure).getClass().getName());
        MessageHeaders.add(headers, LetterHeaders.ERROR_STACK, StackDigest.of(failure));
        reason.tries()
                .ifPresent(tries -> MessageHeaders.add(headers, LetterHeaders.ERROR_TRIES, String.valueOf(tries)));
        MessageHeaders.add(headers, LetterHeaders.ERROR_TIME, clock.instant().toString());
        MessageHeaders.add(headers, LetterHeaders.INSTANCE, from.instance());
        MessageHeaders.add(headers, LetterHeaders.VERSION, from.version());
    }

    private static String message(PerceptException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.length() <= MESSAGE_CHARACTERS) {
            return message;
        }
        return "%s… (cut, it has %d characters)"
                .formatted(Excerpt.beginning(message, MESSAGE_CHARACTERS), message.length());
    }

    private void addOrigin(Headers headers, ConsumerRecord<byte[], byte[]> event) {
        MessageHeaders.add(headers, LetterHeaders.ORIGINAL_TOPIC, event.topic());
        MessageHeaders.add(headers, LetterHeaders.ORIGINAL_PARTITION, String.valueOf(event.partition()));
        MessageHeaders.add(headers, LetterHeaders.ORIGINAL_OFFSET, String.valueOf(event.offset()));
        MessageHeaders.add(headers, LetterHeaders.ORIGINAL_TIMESTAMP, String.valueOf(event.timestamp()));
        MessageHeaders.add(headers, LetterHeaders.ORIGINAL_GROUP, from.group());
    }
}
