package io.percept.publish;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Commits records and offsets in one transaction after the other, on a thread of its own, since a producer blocks where the
 * broker is slow and the caller has to go on polling. Of one transactional id there is one sender at a time: opening the
 * next one ends what this one left open. A record that its topic does not take for its size would abort each transaction that it is in, so
 * its substitute is held for the next one.
 */
public final class TransactionSender implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** The transaction was aborted, and nothing of it is to be seen; the next one may be begun. */
    public static final class AbortedException extends RuntimeException {
        private final boolean mended;

        AbortedException(RuntimeException cause, boolean mended) {
            super("A transaction was aborted: " + cause.getMessage(), cause);
            this.mended = mended;
        }

        /** Whether what it was aborted for will not be in the next one, which then has nothing to wait for. */
        public boolean isMended() {
            return mended;
        }
    }

    /** Producers of one transactional id. */
    public interface Producers {

        /** A new producer, which is the caller's to close. */
        Producer<byte[], byte[]> open();

        /** To be called when one was closed. */
        void closed(Producer<byte[], byte[]> producer);
    }

    private record Refusal(ProducerRecord<byte[], byte[]> record, Exception reason) {

        String topic() {
            return record.topic();
        }
    }

    private final Producers producers;
    private final Producer<byte[], byte[]> producer;
    private final HeldRecords held;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("percept-transaction").daemon().factory());
    private volatile boolean closed;

    private TransactionSender(Producers producers, Producer<byte[], byte[]> producer, HeldRecords held) {
        this.producers = producers;
        this.producer = producer;
        this.held = held;
    }

    /**
     * Takes over the transactional id; waits until a transaction that was open under it has ended.
     *
     * @param held what is committed is held there; is told which topics refuse records, and which records are too large for theirs
     * @throws org.apache.kafka.common.KafkaException where the broker does not answer or refuses
     */
    public static TransactionSender open(Producers producers, HeldRecords held) {
        Producer<byte[], byte[]> producer = producers.open();
        TransactionSender sender = new TransactionSender(producers, producer, held);
        try {
            producer.initTransactions();
            return sender;
        } catch (RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    /**
     * @param records in the order in which they are to be written
     * @param group of the consumer that read the offsets; the broker refuses those of a member that is no longer one
     * @return completes when all is committed; fails with {@link AbortedException}, or with any other exception where this sender
     *     is of no further use and what became of the transaction is known only after the next one was opened
     */
    public CompletableFuture<Void> commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        return CompletableFuture.runAsync(() -> transact(records, offsets, group), thread);
    }

    private void transact(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        producer.beginTransaction();
        AtomicReference<Refusal> refusal = new AtomicReference<>();
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record, (metadata, failure) -> {
                    if (failure != null) {
                        // The first failure alone is its record's own: those that it keeps from being sent fail with
                        // it.
                        refusal.compareAndSet(null, new Refusal(record, failure));
                    }
                });
                throwIfAny(refusal);
            }
            producer.flush();
            throwIfAny(refusal);
            producer.sendOffsetsToTransaction(offsets, group);
        } catch (RuntimeException e) {
            producer.abortTransaction();
            throw new AbortedException(e, refusal.get() != null && mend(refusal.get()));
        }
        commit();
        // Of all topics: records that one refused may be gone with their partition, and what is left is committed.
        held.committed();
    }

    /**
     * Has the substitute of a record that is too large held for the next transaction. The producer sends the records of a batch that is too
     * large one by one, so what it says of a size goes for this record alone.
     *
     * @return false where the record has none, or was refused for something else: it will be refused again
     */
    private boolean mend(Refusal refusal) {
        Throwable reason = refusal.reason();
        if (reason instanceof RecordTooLargeException tooLarge) {
            try {
                held.replace(refusal.record(), tooLarge).join();
                return true;
            } catch (CompletionException e) {
                reason = e.getCause();
                if (PerceptException.of(reason).code() == ErrorCode.STOPPING) {
                    // Its partition went meanwhile, and with it what was held for the event.
                    return true;
                }
            }
        }
        held.refused(refusal.topic(), reason);
        return false;
    }

    private static void throwIfAny(AtomicReference<Refusal> refusal) {
        if (refusal.get() != null) {
            throw new IllegalStateException(
                    "Topic %s refuses a record: %s"
                            .formatted(
                                    refusal.get().topic(),
                                    refusal.get().reason().getMessage()),
                    refusal.get().reason());
        }
    }

    /** A commit whose answer is late may have happened: it can only be asked for again, never aborted. */
    private void commit() {
        while (true) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (closed) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        producer.close(CLOSE);
        producers.closed(producer);
    }
}
