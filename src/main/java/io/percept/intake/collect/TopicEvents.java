package io.percept.intake.collect;

import io.percept.publish.MessageHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The events that a topic holds now, from its start, without a consumer group: nothing is committed. For one pass; not
 * thread-safe.
 */
public final class TopicEvents implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    /**
     * An event as it lies in the topic.
     *
     * @param position topic/partition@offset
     */
    public record TopicEvent(byte[] value, Map<String, String> headers, String position) {}

    /** @throws IllegalArgumentException where there is no such topic */
    public TopicEvents(String bootstrapServers, String topic) {
        this.consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.listTopics().getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            consumer.close();
            throw new IllegalArgumentException("There is no topic " + topic + " at " + bootstrapServers + ".");
        }
        this.ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Some more of them; empty at the end. */
    public List<TopicEvent> next() {
        while (!isAtEnd()) {
            List<TopicEvent> events = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    events.add(event(record));
                }
            }
            if (!events.isEmpty()) {
                return events;
            }
        }
        return List.of();
    }

    private boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static TopicEvent event(ConsumerRecord<byte[], byte[]> record) {
        return new TopicEvent(
                record.value(),
                MessageHeaders.read(record.headers()),
                record.topic() + "/" + record.partition() + "@" + record.offset());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
