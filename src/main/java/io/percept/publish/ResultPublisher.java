package io.percept.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.DocumentRecord;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.TaskOutcome;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.ResultCodec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes results under the key of their event, or under their own id where it has none, with CloudEvents attributes and the
 * event's trace in the headers. A result that a person is to see goes to the review topic as well, when it is safe itself: it alone
 * decides what the event ends as. A copy that is too large for its topic holds only what the person is to see, and where that is
 * too large as well there is none, which is logged and counted. Thread-safe.
 */
public final class ResultPublisher {

    private static final Logger log = LoggerFactory.getLogger(ResultPublisher.class);

    /** The CloudEvents type of a result. */
    public static final String TYPE = "io.percept.enrichment.v1";

    private static final String TOO_LARGE = "percept.reviews.too.large";

    private final RecordSink sink;
    private final TopicProperties topics;
    private final Encoding encoding;
    private final Set<ReviewCause> reviewOn;
    private final ApplicationEventPublisher application;
    private final Counter shortened;
    private final Counter withoutCopy;

    /** @param reviewOn what of a moderation goes to the review topic as well */
    public ResultPublisher(
            RecordSink sink,
            TopicProperties topics,
            Encoding encoding,
            Set<ReviewCause> reviewOn,
            ApplicationEventPublisher application,
            MeterRegistry registry) {
        this.sink = sink;
        this.topics = topics;
        this.encoding = encoding;
        this.reviewOn = Set.copyOf(reviewOn);
        this.application = application;
        this.shortened = registry.counter(TOO_LARGE, "copy", "shortened");
        this.withoutCopy = registry.counter(TOO_LARGE, "copy", "none");
    }

    /**
     * @param event the record that the result is for
     * @param letter what the event ends as where the result proves too large only after this has completed, see {@link RecordSink#send}
     * @return completes when the result and its copy are safe, see {@link RecordSink#send}; too large is only the result
     */
    public CompletableFuture<Void> publish(
            ConsumerRecord<byte[], byte[]> event, EnrichmentResult result, RecordSink.Substitute letter) {
        return send(topics.results(), event, result, letter)
                .thenCompose(sent -> result.outcomes().stream().anyMatch(this::asksForReview)
                        ? copy(event, result)
                        : CompletableFuture.completedFuture(null))
                .thenRun(() -> application.publishEvent(new ResultPublished(result)));
    }

    private CompletableFuture<Void> copy(ConsumerRecord<byte[], byte[]> event, EnrichmentResult result) {
        RecordSink.Substitute shorter = tooLarge -> shorterCopy(event, result);
        return RecordSink.orElse(send(topics.review(), event, result, shorter), shorter);
    }

    private CompletableFuture<Void> shorterCopy(ConsumerRecord<byte[], byte[]> event, EnrichmentResult result) {
        RecordSink.Substitute none = tooLarge -> noCopy(result);
        return RecordSink.orElse(
                send(topics.review(), event, onlyWhatAsksForReview(result), none)
                        .thenRun(shortened::increment),
                none);
    }

    private CompletableFuture<Void> noCopy(EnrichmentResult result) {
        log.warn(
                "Event {} has a result but no copy in {}, which takes nothing as large: look at the result, and raise the topic's max.message.bytes to that of {}",
                result.eventId(),
                topics.review(),
                topics.results());
        withoutCopy.increment();
        return CompletableFuture.completedFuture(null);
    }

    private EnrichmentResult onlyWhatAsksForReview(EnrichmentResult result) {
        return new EnrichmentResult(
                result.id(),
                result.eventId(),
                result.source(),
                result.time(),
                result.eventTime(),
                result.model(),
                result.outcomes().stream().filter(this::asksForReview).toList(),
                result.timings(),
                Map.of(),
                DocumentRecord.NONE,
                result.reused());
    }

    private boolean asksForReview(TaskOutcome outcome) {
        return reviewOn.stream().anyMatch(cause -> cause.isOf(outcome));
    }

    private CompletableFuture<Void> send(
            String topic,
            ConsumerRecord<byte[], byte[]> event,
            EnrichmentResult result,
            RecordSink.Substitute substitute) {
        return sink.send(event, record(topic, event, result), substitute);
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, ConsumerRecord<byte[], byte[]> event, EnrichmentResult result) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, RecordKey.of(event, result.id()), ResultCodec.write(result, encoding));
        String source = "/percept/" + result.model().name();
        new CloudEventHeaders(result.id(), source, TYPE, result.time(), Optional.of(result.eventId()))
                .addTo(record.headers(), event.headers(), encoding);
        return record;
    }
}
