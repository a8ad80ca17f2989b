package io.percept.cli.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what topics hold now, without a consumer group: nothing is committed. Not thread-safe. */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Object servers;

    /** @param client properties, such as {@link BrokerOptions#client} gives */
    public TopicReader(Map<String, Object> client) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // Where retention takes what was to be read next, the rest is read on.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // At the end of a topic a fetch waits in vain, and what is asked next waits behind it.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.servers = client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /** The partitions of a topic; none where there is no such topic. */
    public List<TopicPartition> partitions(String topic) {
        return consumer.listTopics().getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /**
     * The partitions of a topic that is asked for with {@code --topic}.
     *
     * @param holding what it is to hold, such as {@code events}
     * @throws IllegalArgumentException where there is no such topic
     */
    public List<TopicPartition> partitions(String topic, String holding) {
        List<TopicPartition> partitions = partitions(topic);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no topic %s at %s: name that of the %s with --topic.".formatted(topic, servers, holding));
        }
        return partitions;
    }

    /**
     * Everything that a topic holds, or what was written since a time; in the order of each partition.
     *
     * @throws IllegalArgumentException where the broker gives nothing for half a minute
     */
    public void read(
            List<TopicPartition> partitions, Optional<Instant> since, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        // Assigned first: the client warns of offsets that it learns of partitions which are not.
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        read(since.map(time -> starts(partitions, time, ends)).orElse(starts), ends, record -> {
            each.accept(record);
            return true;
        });
    }

    /**
     * What lies between two offsets of each partition, in the order of each.
     *
     * @param ends exclusive; of the same partitions, each at most its end
     * @param each false ends the reading
     * @throws IllegalArgumentException where the broker gives nothing for half a minute
     */
    public void read(
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            Predicate<ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        Progress progress = new Progress();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                boolean within = record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()));
                if (within && !each.test(record)) {
                    return;
                }
            }
            progress.check(ends.keySet().stream().mapToLong(consumer::position).sum());
        }
    }

    /** The record at an offset, where it is still there. */
    public Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
        List<TopicPartition> one = List.of(partition);
        if (!partitions(partition.topic()).contains(partition)) {
            return Optional.empty();
        }
        consumer.assign(one);
        if (offset < consumer.beginningOffsets(one).get(partition)
                || offset >= consumer.endOffsets(one).get(partition)) {
            return Optional.empty();
        }
        consumer.seek(partition, offset);
        Progress progress = new Progress();
        while (consumer.position(partition) <= offset) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                // The first is the one, or what lies behind it where it was compacted away.
                return record.offset() == offset ? Optional.of(record) : Optional.empty();
            }
            progress.check(0);
        }
        return Optional.empty();
    }

    private Map<TopicPartition, Long> starts(
            List<TopicPartition> partitions, Instant since, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, Long> starts = new HashMap<>(ends);
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                starts.put(partition, found.offset());
            }
        });
        return starts;
    }

    /** Notices that a broker has stopped to answer: polls then give nothing, for ever. */
    private static final class Progress {

        private long position = -1;
        private long since = System.nanoTime();

        void check(long now) {
            if (now != position) {
                position = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new IllegalArgumentException(
                        "The broker gave no records for " + PATIENCE.toSeconds() + " s: see whether it is up.");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
