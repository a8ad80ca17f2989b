package io.percept.publish;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Takes what an event ended as. Thread-safe. */
public interface RecordSink {

    /** What goes out in place of a record that is too large. */
    interface Substitute {

        /**
         * Sends it.
         *
         * @param tooLarge what the record failed with
         * @return see {@link RecordSink#send}
         */
        CompletableFuture<Void> send(Throwable tooLarge);
    }

    /**
     * @param event what the record came of
     * @return completes when the record is safe: the broker has acknowledged it, or it is held for the transaction that
     *     commits the event; fails with {@link RecordTooLargeException} where the record is too large, or with
     *     {@link io.percept.contract.ErrorCode#STOPPING} where the event has to be read again
     */
    CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> record);

    /**
     * The same for a record that has a substitute.
     *
     * @param substitute is sent where the record proves too large only after this has completed, as one that is held may. Where it fails
     *     with that, what goes out instead is the caller's affair, as ever
     */
    default CompletableFuture<Void> send(
            ConsumerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> record, Substitute substitute) {
        return send(event, record);
    }

    /** Topics that refuse records at present, each with the reason. */
    Map<String, String> troubles();

    /** What was sent, or the substitute where that failed for being too large. */
    static CompletableFuture<Void> orElse(CompletableFuture<Void> sent, Substitute substitute) {
        return sent.exceptionallyCompose(
                failure -> isTooLarge(failure) ? substitute.send(failure) : CompletableFuture.failedFuture(failure));
    }

    /** Whether a send failed because no broker of this configuration will ever take a record of that size. */
    static boolean isTooLarge(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RecordTooLargeException;
    }
}
