package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.PerceptException;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.contract.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ProducerFactory;

class PublishersTest {

    private static final TopicProperties TOPICS =
            new TopicProperties("events", "results", "dead", "review", 1, (short) 1);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ProducerFactory<byte[], byte[]> factory = new ProducerFactory<>() {
        @Override
        public Producer<byte[], byte[]> createProducer() {
            return producer;
        }
    };
    private final RecordSender sender = new RecordSender(factory, Duration.ofMillis(1), Duration.ofMillis(4));
    private final List<Object> told = new ArrayList<>();
    private final ResultPublisher results = new ResultPublisher(sender, TOPICS, Encoding.JSON, told::add);
    private final DeadLetterPublisher deadLetters = new DeadLetterPublisher(sender, "dead");
    private final ConsumerRecord<byte[], byte[]> event =
            new ConsumerRecord<>("events", 2, 42L, bytes("key"), bytes("value"));

    @BeforeEach
    void trace() {
        event.headers().add("traceparent", bytes("00-trace-01"));
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void shouldPublishUnderTheKeyOfTheEventAndCarryItsTraceOn() {
        results.publish(event, result(Action.ALLOW));

        ProducerRecord<byte[], byte[]> sent = sent(1).get(0);
        assertThat(sent.topic()).isEqualTo("results");
        assertThat(sent.key()).isEqualTo(bytes("key"));
        assertThat(MessageHeaders.read(sent.headers()))
                .containsEntry("traceparent", "00-trace-01")
                .containsEntry("ce_type", ResultPublisher.TYPE)
                .containsEntry("ce_subject", "event")
                .containsEntry("content-type", "application/json");
    }

    @Test
    void shouldCopyWhatAsksForAReview() {
        CompletableFuture<Void> published = results.publish(event, result(Action.REVIEW));

        assertThat(sent(2)).extracting(ProducerRecord::topic).containsExactly("results", "review");
        producer.completeNext();
        assertThat(published).isNotDone();
    }

    @Test
    void shouldTellTheApplicationOnlyAfterTheAcknowledgement() {
        results.publish(event, result(Action.ALLOW));
        sent(1);
        assertThat(told).isEmpty();

        producer.completeNext();

        assertThat(told).singleElement().isInstanceOf(ResultPublished.class);
    }

    @Test
    void shouldSendTheOriginalBytesAndTheReasonToTheDeadLetters() {
        deadLetters.publish(event, new PerceptException(ErrorCode.INVALID_ENVELOPE, "no event"));

        ProducerRecord<byte[], byte[]> letter = sent(1).get(0);
        assertThat(letter.value()).isEqualTo(bytes("value"));
        assertThat(MessageHeaders.read(letter.headers()))
                .containsEntry("percept-error-code", "INVALID_ENVELOPE")
                .containsEntry("percept-error-message", "no event")
                .containsEntry("percept-original-topic", "events")
                .containsEntry("percept-original-partition", "2")
                .containsEntry("percept-original-offset", "42");
    }

    @Test
    void shouldSendAReferenceWhereTheBytesAreTooMany() {
        CompletableFuture<Void> buried =
                deadLetters.publish(event, new PerceptException(ErrorCode.INVALID_ENVELOPE, "no event"));

        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        ProducerRecord<byte[], byte[]> reference = sent(2).get(1);
        await().until(producer::completeNext);

        assertThat(reference.value()).isNull();
        assertThat(MessageHeaders.read(reference.headers())).containsKey("percept-original-value");
        assertThat(buried).isCompleted();
    }

    private List<ProducerRecord<byte[], byte[]>> sent(int count) {
        await().until(() -> producer.history().size() == count);
        return producer.history();
    }

    private static EnrichmentResult result(Action action) {
        ModerationDecision decision = new ModerationDecision("default", "1", action, List.of(), Optional.empty());
        return new EnrichmentResult(
                "result",
                "event",
                "/source",
                Instant.EPOCH,
                new EnrichmentResult.ModelIdentity("tiny", "1", "", "none"),
                List.of(new TaskOutcome.Completed("moderate", "moderate", new TaskOutput.Moderation(decision))),
                new EnrichmentResult.Timings(0, 0, 0),
                Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
