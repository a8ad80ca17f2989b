package io.percept.faults;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.percept.contract.v1.EnrichmentResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads both topics of endings from their beginning into the ledger, committed records only, as a downstream consumer would. */
final class TerminalReader implements AutoCloseable {

    private final Ledger ledger;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean stopping;

    TerminalReader(String servers, int partitions, Ledger ledger) {
        this.ledger = ledger;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "reconnect.backoff.max.ms",
                        500),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : List.of(Topics.RESULTS, Topics.DEAD_LETTERS)) {
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        }
        consumer.assign(all);
        this.thread = Thread.ofPlatform().name("terminals").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (!stopping) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> ledger.ended(terminal(record)));
            }
        }
    }

    private Terminal terminal(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8).intern();
        // A few different ones, kept a hundred thousand times.
        String incarnation = header(record, IncarnationStamp.HEADER).intern();
        if (record.topic().equals(Topics.DEAD_LETTERS)) {
            return new Terminal(
                    Terminal.Topic.DEAD_LETTERS,
                    record.partition(),
                    record.offset(),
                    header(record, Topics.EVENT_HEADER),
                    key,
                    "",
                    ByteString.EMPTY,
                    header(record, "percept-error-code"),
                    incarnation,
                    ledger.now());
        }
        EnrichmentResult result = parse(record);
        return new Terminal(
                Terminal.Topic.RESULTS,
                record.partition(),
                record.offset(),
                result.getEventId(),
                key,
                result.getId(),
                ResultContent.of(result),
                "",
                incarnation,
                ledger.now());
    }

    private static EnrichmentResult parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            return EnrichmentResult.parseFrom(record.value());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("No result at " + record.partition() + "@" + record.offset(), e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
