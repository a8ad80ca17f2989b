package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ProducerFactory;

class RecordSenderTest {

    private static final String MISSING = "missing";

    private final AtomicReference<Error> error = new AtomicReference<>();
    private final MockProducer<byte[], byte[]> producer = new FailingProducer();
    /** The one before the first reset. */
    private volatile Producer<byte[], byte[]> first = producer;

    private final AtomicInteger resets = new AtomicInteger();
    private final ProducerFactory<byte[], byte[]> factory = new ProducerFactory<>() {
        @Override
        public Producer<byte[], byte[]> createProducer() {
            return resets.get() == 0 ? first : producer;
        }

        @Override
        public void reset() {
            resets.incrementAndGet();
        }
    };
    private final RecordSender sender =
            new RecordSender(factory, new Doubling(Duration.ofMillis(1), Duration.ofMillis(4)));
    private final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("results", new byte[] {1});

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void shouldNotCompleteBeforeTheBrokerAcknowledges() {
        CompletableFuture<Void> sent = sender.send(record);

        await().until(() -> producer.history().size() == 1);

        assertThat(sent).isNotDone();
    }

    @Test
    void shouldSendAgainUntilTheBrokerTakesIt() {
        CompletableFuture<Void> sent = sender.send(record);

        refuse(3);
        await().until(() -> producer.history().size() == 4);
        producer.completeNext();

        await().untilAsserted(() -> assertThat(sent).isCompleted());
    }

    @Test
    void shouldNameTheTopicThatRefusesAndForgetItWhenMended() {
        CompletableFuture<Void> sent = sender.send(record);
        refuse(1);
        await().untilAsserted(() -> assertThat(sender.troubles()).containsKey("results"));

        await().until(producer::completeNext);

        await().untilAsserted(() -> assertThat(sent).isCompleted());
        assertThat(sender.troubles()).isEmpty();
    }

    @Test
    void shouldFailWithARecordThatIsTooLarge() {
        CompletableFuture<Void> sent = sender.send(record);

        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));

        assertThat(sent).isCompletedExceptionally();
    }

    @Test
    void shouldSendAgainWhereTheProducerFailsWithAnError() {
        error.set(new OutOfMemoryError("x"));
        CompletableFuture<Void> sent = sender.send(record);

        await().until(producer::completeNext);

        await().untilAsserted(() -> assertThat(sent).isCompleted());
        assertThat(error.get()).isNull();
    }

    @Test
    void shouldSendWithAnotherProducerWhereOneIsInAnErrorStateForGood() {
        first = new SpoiltProducer(callback -> {
            throw new KafkaException("in an error state", new SaslAuthenticationException("refused"));
        });

        CompletableFuture<Void> sent = sender.send(record);

        await().until(producer::completeNext);
        await().untilAsserted(() -> assertThat(sent).isCompleted());
    }

    @Test
    void shouldSendWithAnotherProducerWhereTheLoginOfOneWasRefused() {
        first = new SpoiltProducer(callback -> callback.onCompletion(null, new SaslAuthenticationException("refused")));

        CompletableFuture<Void> sent = sender.send(record);

        await().until(producer::completeNext);
        await().untilAsserted(() -> assertThat(sent).isCompleted());
    }

    @Test
    void shouldKeepTheProducerWhereATopicRefuses() {
        sender.send(record);

        refuse(2);

        await().until(() -> producer.history().size() == 3);
        assertThat(resets).hasValue(0);
    }

    @Test
    void shouldNotLetATopicWaitForAnotherThatIsMissing() {
        sender.send(new ProducerRecord<>(MISSING, new byte[] {1}));

        CompletableFuture<Void> sent = sender.send(record);

        await().until(producer::completeNext);
        await().untilAsserted(() -> assertThat(sent).isCompleted());
    }

    @Test
    void shouldGiveUpARecordForANewTopicAfterItWasClosed() {
        sender.close();

        assertThat(sender.send(record)).isCompletedExceptionally();
    }

    @Test
    void shouldGiveUpWhatIsOpenWhenClosed() {
        CompletableFuture<Void> sent = sender.send(record);

        sender.close();

        assertThat(sent).isCompletedExceptionally();
    }

    /** Throws the error once, and blocks where a topic is missing, without holding up other threads, as Kafka's own producer does. */
    private final class FailingProducer extends MockProducer<byte[], byte[]> {

        FailingProducer() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sent, Callback callback) {
            if (sent.topic().equals(MISSING)) {
                waitForMetadata();
            }
            Error once = error.getAndSet(null);
            if (once != null) {
                throw once;
            }
            return super.send(sent, callback);
        }

        private void waitForMetadata() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    /** Does the same with each record. */
    private static final class SpoiltProducer extends MockProducer<byte[], byte[]> {

        private final Consumer<Callback> each;

        SpoiltProducer(Consumer<Callback> each) {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.each = each;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sent, Callback callback) {
            each.accept(callback);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            await().until(() -> producer.errorNext(new TopicAuthorizationException("results")));
        }
    }
}
