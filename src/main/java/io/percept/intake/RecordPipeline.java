package io.percept.intake;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.EventCodec;
import io.percept.intake.enrichment.Enrichment;
import io.percept.intake.enrichment.EventEnricher;
import io.percept.publish.DeadLetterPublisher;
import io.percept.publish.MessageHeaders;
import io.percept.publish.Position;
import io.percept.publish.ReceiptTime;
import io.percept.publish.RecordSink;
import io.percept.publish.ResultPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one record: decode, enrich, wait for its turn, publish. It ends as a result or as a dead letter that the
 * broker has acknowledged; or it fails, and then it has not ended and must be read again.
 */
final class RecordPipeline {

    private static final Logger log = LoggerFactory.getLogger(RecordPipeline.class);

    private sealed interface Outcome {

        /** When it was there, by the clock of durations. */
        long nanos();

        record Enriched(ImageEvent event, EnrichmentResult result, long nanos) implements Outcome {}

        record Rejected(PerceptException reason, long nanos) implements Outcome {}
    }

    private record OrderedKey(Object within, ByteBuffer key) {}

    /**
     * A record on its way.
     *
     * @param time when it was received, for an event that states no time: the same at every try, or one that waits would never be late
     * @param nanos when it came here, by the clock of durations
     * @param isGone whether somebody else reads it again
     */
    private record Received(ConsumerRecord<byte[], byte[]> record, Instant time, long nanos, BooleanSupplier isGone) {}

    private final EventCodec codec;
    private final Executor decoding;
    private final Enrichment enrichment;
    private final ResultPublisher results;
    private final DeadLetterPublisher deadLetters;
    private final OutageGuard outages;
    private final IntakeMeters meters;
    private final KeyOrder order = new KeyOrder();

    RecordPipeline(
            EventCodec codec,
            Executor decoding,
            Enrichment enrichment,
            ResultPublisher results,
            DeadLetterPublisher deadLetters,
            OutageGuard outages,
            IntakeMeters meters) {
        this.codec = codec;
        this.decoding = decoding;
        this.enrichment = enrichment;
        this.results = results;
        this.deadLetters = deadLetters;
        this.outages = outages;
        this.meters = meters;
    }

    /** To be called when records are read again from the committed offsets. */
    void reset() {
        order.reset();
    }

    /**
     * To be called in the order of offsets, by the poll loop. Records without a key have no order. One without a value ends at
     * once and leaves nothing: it is no event but erases the key from a compacted topic, which a letter of it would keep.
     *
     * @param within what the order of a key is kept within
     * @param isGone whether somebody else reads the record again where it fails: then they say what it ends as
     * @param ended is run when the record has ended, before anything that comes after it in its key is published: where the end
     *     of one record is known, so are the ends of those before it
     */
    CompletableFuture<Void> process(
            ConsumerRecord<byte[], byte[]> record, Object within, BooleanSupplier isGone, Runnable ended) {
        if (record.value() == null) {
            meters.tombstone();
            ended.run();
            return CompletableFuture.completedFuture(null);
        }
        meters.received();
        Received received = new Received(record, ReceiptTime.of(record, Instant.now()), System.nanoTime(), isGone);
        CompletableFuture<Outcome> ready = work(received);
        KeyOrder.Publication<Outcome> publication = (outcome, waited) -> {
            meters.room("turn", outcome.nanos());
            return end(received, waited ? asOfNow(outcome) : outcome, 0).thenRun(ended);
        };
        return record.key() == null
                ? ready.thenCompose(outcome -> publication.start(outcome, false))
                : order.inOrder(new OrderedKey(within, ByteBuffer.wrap(record.key())), ready, publication, isGone);
    }

    /** What an outcome that waited for its turn comes to: its result is given now, or not at all where its event expired meanwhile. */
    private Outcome asOfNow(Outcome outcome) {
        if (!(outcome instanceof Outcome.Enriched enriched)) {
            return outcome;
        }
        ImageEvent event = enriched.event();
        Instant now = Instant.now();
        boolean expired =
                enrichment.expiry(event).filter(end -> !now.isBefore(end)).isPresent();
        return expired
                ? new Outcome.Rejected(enrichment.expired(event), enriched.nanos())
                : new Outcome.Enriched(event, EventEnricher.givenAt(event, enriched.result(), now), enriched.nanos());
    }

    private CompletableFuture<Outcome> work(Received received) {
        long handedOver = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> decode(received, handedOver), decoding)
                .thenCompose(event -> enrich(event, received.isGone()))
                .handle(this::settle)
                .thenCompose(outcome -> outcome);
    }

    /** Publishes what came of the event, or works on it again; its turn within its key lasts until then. */
    private CompletableFuture<Void> end(Received received, Outcome outcome, int waits) {
        if (!(outcome instanceof Outcome.Rejected rejected)) {
            return publish(received, outcome);
        }
        if (received.isGone().getAsBoolean()) {
            return leftToOthers();
        }
        return switch (outages.judge(rejected.reason(), rejected.nanos())) {
            case BURY -> publish(received, outcome);
            case TRY_AGAIN -> again(received, waits);
            case WAIT -> outages.await(rejected.reason(), waits, () -> again(received, waits + 1));
        };
    }

    private CompletableFuture<Void> again(Received received, int waits) {
        return received.isGone().getAsBoolean()
                ? leftToOthers()
                : work(received).thenCompose(next -> end(received, next, waits));
    }

    /** A letter of it could contradict what it ends as elsewhere, and waiting for that would hold the budget for nothing. */
    private static CompletableFuture<Void> leftToOthers() {
        return CompletableFuture.failedFuture(new EventTakenAway());
    }

    /** @param handedOver when it was given to the threads that decode */
    private ImageEvent decode(Received received, long handedOver) {
        meters.room("queue", handedOver);
        long start = System.nanoTime();
        ConsumerRecord<byte[], byte[]> record = received.record();
        String position = Position.of(record).toString();
        ImageEvent event = codec.read(record.value(), MessageHeaders.read(record.headers()), position, received.time());
        meters.room("decode", start);
        return event;
    }

    private CompletableFuture<Outcome> enrich(ImageEvent event, BooleanSupplier isGone) {
        long start = System.nanoTime();
        return enrichment
                .enrich(event, isGone)
                .whenComplete((result, failure) -> meters.room("enrich", start))
                .thenApply(result -> new Outcome.Enriched(event, result, System.nanoTime()));
    }

    private CompletableFuture<Outcome> settle(Outcome enriched, Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(enriched);
        }
        PerceptException reason = PerceptException.of(failure);
        if (reason.code() == ErrorCode.STOPPING) {
            return CompletableFuture.failedFuture(reason);
        }
        return CompletableFuture.completedFuture(new Outcome.Rejected(reason, System.nanoTime()));
    }

    private CompletableFuture<Void> publish(Received received, Outcome outcome) {
        long start = System.nanoTime();
        ConsumerRecord<byte[], byte[]> record = received.record();
        CompletableFuture<Void> published =
                switch (outcome) {
                    case Outcome.Rejected rejected -> bury(record, rejected.reason());
                    case Outcome.Enriched enriched -> give(record, enriched.result());
                };
        return published.thenRun(() -> {
            meters.room("publish", start);
            meters.room("all", received.nanos());
        });
    }

    private CompletableFuture<Void> give(ConsumerRecord<byte[], byte[]> record, EnrichmentResult result) {
        String eventId = result.eventId();
        RecordSink.Substitute letter = failure -> bury(record, tooLarge(eventId, failure));
        return RecordSink.orElse(
                results.publish(record, result, letter).thenRun(() -> published(record, result)), letter);
    }

    private void published(ConsumerRecord<byte[], byte[]> record, EnrichmentResult result) {
        meters.published(result, since(record));
        outages.enriched(result);
    }

    private CompletableFuture<Void> bury(ConsumerRecord<byte[], byte[]> record, PerceptException reason) {
        if (reason.code() == ErrorCode.ENGINE_FAILED) {
            log.error("An event failed as a whole", reason);
        }
        OptionalInt tries = reason instanceof FailedTries failed ? OptionalInt.of(failed.tries()) : OptionalInt.empty();
        return deadLetters.publish(record, reason, tries).thenRun(() -> meters.deadLettered(reason.code()));
    }

    private static Duration since(ConsumerRecord<byte[], byte[]> record) {
        return Duration.ofMillis(System.currentTimeMillis() - record.timestamp());
    }

    private static PerceptException tooLarge(String eventId, Throwable failure) {
        return new PerceptException(
                ErrorCode.RESULT_TOO_LARGE,
                "Event %s: its result is larger than the producer may send or the topic of results takes: ask fewer tasks, or raise max.request.size and the topic's max.message.bytes."
                        .formatted(eventId),
                failure);
    }
}
