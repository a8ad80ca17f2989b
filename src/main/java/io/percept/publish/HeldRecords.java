package io.percept.publish;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;

/**
 * What events ended as, held for the transaction that commits them. An event is known by its very object (a consumer record
 * has no other equality), and only while it is open: what comes of an event whose partition was taken away, or whose
 * loop has ended, is refused, since somebody reads that event again. What the producer may not send is refused at once; what its topic does
 * not take is known only when it was tried, since that goes by the size as it is compressed, and then its substitute is held instead.
 * Thread-safe.
 */
public final class HeldRecords implements RecordSink {

    /** No less than what Kafka itself counts beside keys, values and headers: of the batch, of the record, of a header. */
    private static final int BATCH_AND_RECORD = 96;

    private static final int HEADER = 10;

    /** @param substitute fails with what it is given where there is none */
    private record Held(ProducerRecord<byte[], byte[]> record, Substitute substitute) {}

    private final Map<ConsumerRecord<byte[], byte[]>, List<Held>> byEvent = new ConcurrentHashMap<>();
    private final RefusingTopics refusing = new RefusingTopics();
    private final long maxBytes;

    /** @param maxBytes {@code max.request.size} of the producer */
    public HeldRecords(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** To be called before an event is worked on. */
    public void open(ConsumerRecord<byte[], byte[]> event) {
        byEvent.put(event, new CopyOnWriteArrayList<>());
    }

    @Override
    public CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> record) {
        return send(event, record, CompletableFuture::failedFuture);
    }

    @Override
    public CompletableFuture<Void> send(
            ConsumerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> record, Substitute substitute) {
        long size = size(record);
        if (size > maxBytes) {
            return CompletableFuture.failedFuture(new RecordTooLargeException(
                    "A record of %d bytes is larger than max.request.size, %d".formatted(size, maxBytes)));
        }
        boolean held = byEvent.computeIfPresent(event, (open, records) -> {
                    records.add(new Held(record, substitute));
                    return records;
                })
                != null;
        return held
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        new PerceptException(ErrorCode.STOPPING, "The event is read again, here or elsewhere."));
    }

    /** What is held of an event. */
    public List<ProducerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> event) {
        return byEvent.getOrDefault(event, List.of()).stream().map(Held::record).toList();
    }

    /**
     * Holds the substitute of a record that its topic does not take for its size, in place of it and of what is held of its event since:
     * that was sent only because the record counted as safe. For a record of an event that has ended, while it is in no transaction. What is
     * no longer held, as its partition was taken away, needs no substitute.
     *
     * @return fails where there is no substitute, or it cannot be held; then all is as it was
     */
    CompletableFuture<Void> replace(ProducerRecord<byte[], byte[]> tooLarge, RecordTooLargeException failure) {
        for (List<Held> records : byEvent.values()) {
            for (int i = 0; i < records.size(); i++) {
                if (records.get(i).record() == tooLarge) {
                    return replaceFrom(i, records, failure);
                }
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** The old goes when the new is there: an event of which nothing is held would be committed without an end. */
    private static CompletableFuture<Void> replaceFrom(int first, List<Held> records, RecordTooLargeException failure) {
        int old = records.size();
        Substitute substitute = records.get(first).substitute();
        return CompletableFuture.completedFuture(failure)
                .thenCompose(substitute::send)
                .whenComplete((nothing, failed) -> {
                    if (failed == null) {
                        records.subList(first, old).clear();
                    } else {
                        records.subList(old, records.size()).clear();
                    }
                });
    }

    /** Forgets an event, be it committed or given up. */
    public void close(ConsumerRecord<byte[], byte[]> event) {
        byEvent.remove(event);
    }

    /** Forgets those events, and the refusals of topics that nothing is held for any more: no commit would ever show that they are over. */
    public void closeThose(Predicate<ConsumerRecord<byte[], byte[]>> events) {
        byEvent.keySet().removeIf(events);
        forgetRefusalsOfNothing();
    }

    /** A topic refuses what is held for it; that may be gone by now with its partition. */
    void refused(String topic, Throwable reason) {
        refusing.refuses(topic, reason);
        forgetRefusalsOfNothing();
    }

    private void forgetRefusalsOfNothing() {
        refusing.reasons().keySet().stream().filter(topic -> !isHeldFor(topic)).forEach(refusing::takes);
    }

    private boolean isHeldFor(String topic) {
        return byEvent.values().stream()
                .flatMap(List::stream)
                .anyMatch(held -> held.record().topic().equals(topic));
    }

    @Override
    public Map<String, String> troubles() {
        return refusing.reasons();
    }

    /** A transaction is committed, so no topic refuses anything. */
    void committed() {
        refusing.takesAll();
    }

    private static long size(ProducerRecord<byte[], byte[]> record) {
        long size = BATCH_AND_RECORD + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            // A character is at most three bytes.
            size += HEADER + 3L * header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
