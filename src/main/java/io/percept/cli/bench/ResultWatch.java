package io.percept.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Watches a topic of results from where it is now on. Used by one thread at a time. */
final class ResultWatch implements AutoCloseable {

    /**
     * A result.
     *
     * @param atMillis when its producer sent it, by the wall clock
     * @param seenNanos when it was seen here, by {@link System#nanoTime}
     * @param result as it was written
     */
    record Seen(long atMillis, long seenNanos, JsonNode result) {

        String eventId() {
            return result.path("eventId").asString();
        }

        /** When its event was taken in, by the wall clock. */
        double beganMillis() {
            return atMillis - result.path("timings").path("totalMs").asDouble();
        }
    }

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param count partitions of the topic */
    ResultWatch(String servers, String topic, int count) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "fetch.max.wait.ms", 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /**
     * Waits for results.
     *
     * @param atMost without a single one
     * @param alive whether more can come; ends the wait where it cannot
     * @throws IllegalStateException where they do not come
     */
    void await(int count, Duration atMost, BooleanSupplier alive, Consumer<Seen> each) {
        long last = System.nanoTime();
        int seen = 0;
        while (seen < count) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                last = System.nanoTime();
                seen++;
                each.accept(
                        new Seen(record.timestamp(), last, JsonMapper.shared().readTree(record.value())));
            }
            boolean late = System.nanoTime() - last > atMost.toNanos();
            if (seen < count && (late || !alive.getAsBoolean())) {
                throw new IllegalStateException(
                        "Only %d of %d results came: see the log of the contender, and the dead letters."
                                .formatted(seen, count));
            }
        }
    }

    /** From when the first event was taken in to when the last result was sent. */
    static double seconds(List<Seen> results) {
        double first = results.stream().mapToDouble(Seen::beganMillis).min().orElseThrow();
        long last = results.stream().mapToLong(Seen::atMillis).max().orElseThrow();
        return Math.max(1, last - first) / 1000;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
