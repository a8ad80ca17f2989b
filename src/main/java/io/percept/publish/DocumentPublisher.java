package io.percept.publish;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.wire.DocumentCodec;
import io.percept.contract.wire.Encoding;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
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

    private final RecordSender sender;
    private final String topic;
    private final Encoding encoding;

    /** @param sender is closed with this */
    public DocumentPublisher(RecordSender sender, String topic, Encoding encoding) {
        this.sender = sender;
        this.topic = topic;
        this.encoding = encoding;
    }

    /**
     * Publishes a document; one that is too large for the producer goes without the bytes of its images, and where even that
     * is too large, it is left out of the topic with a line in the log.
     *
     * @param event the record that the document was made of
     * @return completes when the broker has acknowledged
     * @throws io.percept.contract.PerceptException where the document cannot be encoded
     */
    public CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> event, InterleavedDocument document) {
        return send(event, document)
                .exceptionallyCompose(failure -> RecordSink.isTooLarge(failure)
                        ? send(event, document.withoutContent())
                        : CompletableFuture.failedFuture(failure))
                .exceptionallyCompose(failure -> {
                    if (!RecordSink.isTooLarge(failure)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    log.warn("Document {} is too large for topic {}: raise max.request.size", document.id(), topic);
                    return CompletableFuture.completedFuture(null);
                });
    }

    private CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> event, InterleavedDocument document) {
        // The id of a document names it within its source only.
        byte[] key = RecordKey.of(event, EnrichmentResult.idOf(document.source(), document.id()));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key, DocumentCodec.write(document, encoding));
        Headers headers = record.headers();
        MessageHeaders.copyTrace(event.headers(), headers);
        MessageHeaders.put(headers, "content-type", encoding.mediaType());
        MessageHeaders.put(headers, "ce_specversion", "1.0");
        MessageHeaders.put(headers, "ce_id", document.id());
        MessageHeaders.put(headers, "ce_source", document.source());
        MessageHeaders.put(headers, "ce_type", TYPE);
        MessageHeaders.put(headers, "ce_time", document.time().toString());
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
