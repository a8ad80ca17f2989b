package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageContext;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.InterleavedDocument.PicturePiece;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ProducerFactory;

class DocumentPublisherTest {

    private static final byte[] PICTURE = {1, 2, 3};
    /** The same in JSON. */
    private static final String ENCODED = "AQID";

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ProducerFactory<byte[], byte[]> factory = new ProducerFactory<>() {
        @Override
        public Producer<byte[], byte[]> createProducer() {
            return producer;
        }
    };
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DocumentPublisher documents = new DocumentPublisher(
            new RecordSender(factory, new Doubling(Duration.ofMillis(1), Duration.ofMillis(4))),
            "documents",
            Encoding.JSON,
            registry);
    private final ConsumerRecord<byte[], byte[]> event = new ConsumerRecord<>("events", 2, 42L, null, new byte[0]);

    @AfterEach
    void close() {
        documents.close();
    }

    @Test
    void shouldPublishADocumentThatIsTooLargeWithoutTheBytesOfItsImages() {
        CompletableFuture<Void> published = documents.publish(event, document());

        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        await().until(producer::completeNext);

        assertThat(published).isCompleted();
        assertThat(values()).hasSize(2).allMatch(value -> value.contains("a-digest"));
        assertThat(values().getFirst()).contains(ENCODED);
        assertThat(values().getLast()).doesNotContain(ENCODED);
        assertThat(tooLarge("stripped")).isOne();
        assertThat(tooLarge("none")).isZero();
    }

    @Test
    void shouldSayThatTheTopicHasToLackADocumentThatIsTooLargeEvenSo() {
        CompletableFuture<Void> published = documents.publish(event, document());

        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        await().until(() -> producer.errorNext(new RecordTooLargeException("still too large")));

        assertThat(published).isCompletedExceptionally();
        PerceptException reason = PerceptException.of(published.exceptionNow());
        assertThat(reason.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE);
        assertThat(reason).hasMessageContaining("Document one of /test");
        assertThat(tooLarge("none")).isOne();
        assertThat(tooLarge("stripped")).isZero();
    }

    private double tooLarge(String copy) {
        return registry.counter("percept.collect.too.large", "copy", copy).count();
    }

    private List<String> values() {
        return producer.history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static InterleavedDocument document() {
        PicturePiece picture = new PicturePiece(
                "",
                "a-digest",
                "image/png",
                8,
                8,
                1,
                "",
                ImageContext.NONE,
                Optional.of(PICTURE),
                "",
                Optional.empty());
        return new InterleavedDocument(
                "one", "/test", Instant.EPOCH, "", "", "", List.of(picture), DocumentRecord.NONE, Map.of());
    }
}
