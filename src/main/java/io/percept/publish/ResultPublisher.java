package io.percept.publish;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.ResultCodec;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes results under the key of their event, with CloudEvents attributes and the event's trace in the headers. A
 * result that asks for a review goes to the review topic as well. Thread-safe.
 */
public final class ResultPublisher {

    /** The CloudEvents type of a result. */
    public static final String TYPE = "io.percept.enrichment.v1";

    private final RecordSink sink;
    private final TopicProperties topics;
    private final Encoding encoding;
    private final ApplicationEventPublisher application;

    public ResultPublisher(
            RecordSink sink, TopicProperties topics, Encoding encoding, ApplicationEventPublisher application) {
        this.sink = sink;
        this.topics = topics;
        this.encoding = encoding;
        this.application = application;
    }

    /**
     * @param event the record that the result is for
     * @return completes when every copy is safe, see {@link RecordSink#send}
     */
    public CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> event, EnrichmentResult result) {
        byte[] value = ResultCodec.write(result, encoding);
        CompletableFuture<Void> published = sink.send(event, record(topics.results(), event, result, value));
        if (asksForReview(result)) {
            CompletableFuture<Void> copied = sink.send(event, record(topics.review(), event, result, value));
            published = CompletableFuture.allOf(published, copied);
        }
        return published.thenRun(() -> application.publishEvent(new ResultPublished(result)));
    }

    private static boolean asksForReview(EnrichmentResult result) {
        return result.outcomes().stream()
                .anyMatch(outcome -> outcome instanceof TaskOutcome.Completed completed
                        && completed.output() instanceof TaskOutput.Moderation moderation
                        && moderation.decision().action() == Action.REVIEW);
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, ConsumerRecord<byte[], byte[]> event, EnrichmentResult result, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, event.key(), value);
        Headers headers = record.headers();
        MessageHeaders.copyTrace(event.headers(), headers);
        MessageHeaders.put(headers, "content-type", encoding.mediaType());
        MessageHeaders.put(headers, "ce_specversion", "1.0");
        MessageHeaders.put(headers, "ce_id", result.id());
        MessageHeaders.put(headers, "ce_source", "/percept/" + result.model().name());
        MessageHeaders.put(headers, "ce_type", TYPE);
        MessageHeaders.put(headers, "ce_time", result.time().toString());
        MessageHeaders.put(headers, "ce_subject", result.eventId());
        return record;
    }
}
