package io.percept.publish;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Where a record lies. */
public record Position(String topic, int partition, long offset) {

    public static Position of(ConsumerRecord<?, ?> record) {
        return new Position(record.topic(), record.partition(), record.offset());
    }

    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** As {@code topic/partition@offset}. */
    @Override
    public String toString() {
        return topic + "/" + partition + "@" + offset;
    }
}
