package io.percept.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.DocumentCodec;
import io.percept.contract.wire.Encoding;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes collected documents under the key of their event, or the id of its result where it has none, with CloudEvents
 * attributes. Thread-safe.
 */
public final class DocumentPublisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DocumentPublisher.class);

    /** The CloudEvents type of a document. */
    public static final String TYPE = "io.percept.document.v1";

    private static final String TOO_LARGE = "percept.collect.too.large";

    private final RecordSender sender;
    private final String topic;
    private final Encoding encoding;
    private final Counter stripped;
    private final Counter withoutCopy;

    /** @param sender is closed with this */
    public DocumentPublisher(RecordSender sender, String topic, Encoding encoding, MeterRegistry registry) {
        this.sender = sender;
        this.topic = topic;
        this.encoding = encoding;
        this.stripped = registry.counter(TOO_LARGE, "copy", "stripped");
        this.withoutCopy = registry.counter(TOO_LARGE, "copy", "none");
    }

    /**
     * Publishes a document; one that is too large for the producer goes without the bytes of its images, also of those that have no
     * address, and where even that is too large, it is left out of the topic with a line in the log. Both are counted.
     *
     * @param event the record that the document was made of
     * @return completes when the broker has acknowledged; fails with {@link ErrorCode#RESULT_TOO_LARGE} where the document is left out of
     *     the topic
     * @throws PerceptException where the document cannot be encoded
     */
    public CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> event, InterleavedDocument document) {
        CompletableFuture<Void> sent =
                RecordSink.orElse(send(event, document), tooLarge -> send(event, document.withoutContent())
                        .thenRun(stripped::increment));
        return RecordSink.orElse(sent, tooLarge -> CompletableFuture.failedFuture(leftOut(document, tooLarge)));
    }

    private PerceptException leftOut(InterleavedDocument document, Throwable failure) {
        withoutCopy.increment();
        PerceptException reason = new PerceptException(
                ErrorCode.RESULT_TOO_LARGE,
                "Document %s of %s is too large for topic %s, also without the bytes of its images: raise max.request.size or the topic's max.message.bytes."
                        .formatted(document.id(), document.source(), topic),
                failure);
        log.warn(reason.getMessage());
        return reason;
    }

    private CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> event, InterleavedDocument document) {
        // The id of a document names it within its source only.
        byte[] key = RecordKey.of(event, EnrichmentResult.idOf(document.source(), document.id()));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key, DocumentCodec.write(document, encoding));
        new CloudEventHeaders(document.id(), document.source(), TYPE, document.time(), Optional.empty())
                .addTo(record.headers(), event.headers(), encoding);
        return sender.send(record);
    }

    /** The topic of documents where it refuses them at present, with the reason. */
    public Map<String, String> troubles() {
        return sender.troubles();
    }

    @Override
    public void close() {
        sender.close();
    }
}
