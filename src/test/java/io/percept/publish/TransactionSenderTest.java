package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionSenderTest {

    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("events", 0), new OffsetAndMetadata(7));
    private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("group");

    private final MockProducer<byte[], byte[]> producer = new RefusingProducer();
    private volatile Exception refusal;
    private final HeldRecords held = new HeldRecords(1_000);
    private final TransactionSender sender = TransactionSender.open(
            new TransactionSender.Producers() {
                @Override
                public Producer<byte[], byte[]> open() {
                    return producer;
                }

                @Override
                public void closed(Producer<byte[], byte[]> closed) {}
            },
            held);
    private final List<ProducerRecord<byte[], byte[]>> records =
            List.of(new ProducerRecord<>("results", new byte[] {1}), new ProducerRecord<>("results", new byte[] {2}));
    private final ConsumerRecord<byte[], byte[]> event =
            new ConsumerRecord<>("events", 0, 6L, new byte[0], new byte[0]);

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void shouldCommitRecordsAndOffsetsTogether() {
        commit().join();

        assertThat(producer.history()).isEqualTo(records);
        assertThat(producer.consumerGroupOffsetsHistory()).singleElement().isEqualTo(Map.of("group", OFFSETS));
    }

    @Test
    void shouldAbortAndNameTheTopicWhereItMayNotBeWrittenAndForgetItWhenMended() {
        holdAll();
        refusal = new TopicAuthorizationException("results");
        CompletableFuture<Void> refused = commit();
        assertThatThrownBy(refused::join).hasCauseInstanceOf(TransactionSender.AbortedException.class);
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
        assertThat(held.troubles()).containsOnlyKeys("results");

        refusal = null;
        commit().join();

        assertThat(producer.history()).isEqualTo(records);
        assertThat(held.troubles()).isEmpty();
    }

    @Test
    void shouldHaveTheSubstituteOfARecordThatItsTopicDoesNotTakeForTheNextTransaction() {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("dead", new byte[] {3});
        held.open(event);
        held.send(event, records.getFirst(), tooLarge -> held.send(event, letter))
                .join();

        refusal = new RecordTooLargeException("too large");
        assertThat(abortOf(commit()).isMended()).isTrue();

        assertThat(held.of(event)).containsExactly(letter);
        assertThat(held.troubles()).isEmpty();

        refusal = null;
        sender.commit(held.of(event), OFFSETS, GROUP).join();
        assertThat(producer.history()).containsExactly(letter);
    }

    @Test
    void shouldBlameNoTopicWhereTheEventHasGoneWithItsPartition() {
        held.open(event);
        held.send(event, records.getFirst(), tooLarge -> {
                    held.closeThose(any -> true);
                    return held.send(event, new ProducerRecord<>("dead", new byte[] {3}));
                })
                .join();

        refusal = new RecordTooLargeException("too large");
        assertThat(abortOf(commit()).isMended()).isTrue();

        assertThat(held.troubles()).isEmpty();
    }

    @Test
    void shouldNameTheTopicThatDoesNotTakeARecordWithoutASubstitute() {
        held.open(event);
        held.send(event, records.getFirst()).join();

        refusal = new RecordTooLargeException("too large");
        assertThat(abortOf(commit()).isMended()).isFalse();

        assertThat(held.of(event)).containsExactly(records.getFirst());
        assertThat(held.troubles()).containsOnlyKeys("results");
    }

    @Test
    void shouldForgetARefusalWhoseRecordsAreGone() {
        holdAll();
        refusal = new TopicAuthorizationException("results");
        assertThatThrownBy(commit()::join).hasCauseInstanceOf(TransactionSender.AbortedException.class);
        assertThat(held.troubles()).containsOnlyKeys("results");

        held.closeThose(any -> true);

        assertThat(held.troubles()).isEmpty();
    }

    @Test
    void shouldForgetTheRefusalsOfAllTopicsWhereATransactionIsCommitted() {
        holdAll();
        refusal = new TopicAuthorizationException("results");
        assertThatThrownBy(commit()::join).hasCauseInstanceOf(TransactionSender.AbortedException.class);

        refusal = null;
        sender.commit(List.of(new ProducerRecord<>("reviews", new byte[] {1})), OFFSETS, GROUP)
                .join();

        assertThat(held.troubles()).isEmpty();
    }

    @Test
    void shouldAskAgainForACommitWhoseAnswerIsLate() {
        producer.commitTransactionException = new TimeoutException("late");
        CompletableFuture<Void> late = commit();
        assertThat(late).isNotDone();

        producer.commitTransactionException = null;

        late.join();
        assertThat(producer.history()).isEqualTo(records);
    }

    @Test
    void shouldBeOfNoFurtherUseWhenAnotherHasItsId() {
        producer.fenceProducer();

        assertThatThrownBy(commit()::join)
                .hasCauseInstanceOf(ProducerFencedException.class)
                .satisfies(failure ->
                        assertThat(failure.getCause()).isNotInstanceOf(TransactionSender.AbortedException.class));
    }

    /** Tells the callback, as Kafka's own producer does. */
    private final class RefusingProducer extends MockProducer<byte[], byte[]> {

        RefusingProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (refusal == null) {
                return super.send(record, callback);
            }
            callback.onCompletion(null, refusal);
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private void holdAll() {
        held.open(event);
        records.forEach(record -> held.send(event, record).join());
    }

    private CompletableFuture<Void> commit() {
        return sender.commit(records, OFFSETS, GROUP);
    }

    private static TransactionSender.AbortedException abortOf(CompletableFuture<Void> transaction) {
        return (TransactionSender.AbortedException)
                catchThrowable(transaction::join).getCause();
    }
}
