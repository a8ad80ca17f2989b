package io.percept.publish;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Sends a record until the broker has acknowledged it. A broker that is away, or a topic that may not be written, makes
 * it wait and try again, for as long as it takes, as does a producer that fails, which is replaced where it would fail for good;
 * only a record that no broker of this configuration will ever take fails.
 *
 * <p>Sends run on threads of their own, since {@code Producer.send} blocks where metadata is missing or the buffer is
 * full, and the callers are the threads of the engines. Each topic has its thread, so that one that is missing does not hold up the
 * others: who wants an order waits for the acknowledgement of each record before the next. Thread-safe.
 */
public final class RecordSender implements RecordSink, AutoCloseable {

    private final SharedProducer producer;
    private final Doubling backOff;
    /** By topic. Guarded by this, as is whether it is closed: no thread is to start after that. */
    private final Map<String, ScheduledExecutorService> sending = new HashMap<>();

    private boolean closed;
    private final Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();
    private final RefusingTopics refusing = new RefusingTopics();

    /**
     * @param producers gives the shared producer, and another one after a reset
     * @param backOff how long to wait after a record was refused
     */
    public RecordSender(ProducerFactory<byte[], byte[]> producers, Doubling backOff) {
        this.producer = new SharedProducer(producers);
        this.backOff = backOff;
    }

    /**
     * @return completes when the broker has acknowledged; fails with {@link RecordTooLargeException} where the record is
     *     too large, or with {@link ErrorCode#STOPPING}
     */
    public CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        open.add(acknowledged);
        acknowledged.whenComplete((nothing, failure) -> open.remove(acknowledged));
        attempt(record, acknowledged, 0, Duration.ZERO);
        return acknowledged;
    }

    @Override
    public CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> record) {
        return send(record);
    }

    @Override
    public Map<String, String> troubles() {
        return refusing.reasons();
    }

    /** Gives up what is not acknowledged yet. */
    @Override
    public void close() {
        stopSending();
        producer.close();
        open.forEach(RecordSender::stop);
    }

    private void attempt(
            ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> acknowledged, int refusals, Duration wait) {
        try {
            threadOf(record.topic())
                    .schedule(() -> trySend(record, acknowledged, refusals), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            stop(acknowledged);
        }
    }

    private synchronized ScheduledExecutorService threadOf(String topic) {
        if (closed) {
            throw new RejectedExecutionException("The sender is closed.");
        }
        return sending.computeIfAbsent(topic, RecordSender::thread);
    }

    private static ScheduledExecutorService thread(String topic) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("percept-publish-" + topic).daemon().factory());
    }

    private synchronized void stopSending() {
        closed = true;
        sending.values().forEach(ScheduledExecutorService::shutdownNow);
    }

    private void trySend(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> acknowledged, int refusals) {
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    refusing.takes(record.topic());
                    acknowledged.complete(null);
                } else {
                    refused(record, acknowledged, refusals, failure);
                }
            });
        } catch (Throwable failure) {
            // Errors as well, such as a buffer that finds no memory: nobody else would hear of them, and the event
            // would hang.
            refused(record, acknowledged, refusals, failure);
        }
    }

    private void refused(
            ProducerRecord<byte[], byte[]> record,
            CompletableFuture<Void> acknowledged,
            int refusals,
            Throwable failure) {
        if (failure instanceof RecordTooLargeException || failure instanceof SerializationException) {
            acknowledged.completeExceptionally(failure);
            return;
        }
        refusing.refuses(record.topic(), failure);
        attempt(record, acknowledged, refusals + 1, backOff.after(refusals));
    }

    private static void stop(CompletableFuture<Void> acknowledged) {
        acknowledged.completeExceptionally(
                new PerceptException(ErrorCode.STOPPING, "The service stopped before the record was acknowledged."));
    }
}
