package io.percept.intake;

import io.percept.publish.RecordSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Takes every record at once. */
final class SentRecords implements RecordSink {

    private final List<ProducerRecord<byte[], byte[]>> records = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> record) {
        records.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Map<String, String> troubles() {
        return Map.of();
    }

    /** In the order in which they were sent. */
    List<ProducerRecord<byte[], byte[]>> records() {
        return List.copyOf(records);
    }

    /** Where each went. */
    List<String> topics() {
        return records.stream().map(ProducerRecord::topic).toList();
    }
}
