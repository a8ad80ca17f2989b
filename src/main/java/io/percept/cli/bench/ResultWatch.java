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

    /** Without a result, after their sender has ended, until they are given up. */
    private static final Duration LAST = Duration.ofSeconds(2);

    /** How results are asked for. */
    private enum Asking {
        /** Each as it comes. */
        AT_ONCE(1, 20),
        /**
         * Many at a time, which their own timestamps allow: the broker answers a fetch for each result on the cores that the
         * contenders have.
         */
        IN_BULK(1 << 20, 250);

        private final int leastBytes;
        private final int waitMillis;

        Asking(int leastBytes, int waitMillis) {
            this.leastBytes = leastBytes;
            this.waitMillis = waitMillis;
        }
    }

    private final KafkaConsumer<byte[], byte[]> consumer;

    private ResultWatch(String servers, String topic, int count, Asking asking) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "fetch.min.bytes",
                        asking.leastBytes,
                        "fetch.max.wait.ms",
                        asking.waitMillis),
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
     * For one who does something with each result when it is there.
     *
     * @param count partitions of the topic
     */
    static ResultWatch atOnce(String servers, String topic, int count) {
        return new ResultWatch(servers, topic, count, Asking.AT_ONCE);
    }

    /**
     * For one who wants to know when results were sent, a quarter of a second later.
     *
     * @param count partitions of the topic
     */
    static ResultWatch inBulk(String servers, String topic, int count) {
        return new ResultWatch(servers, topic, count, Asking.IN_BULK);
    }

    /**
     * Waits for results.
     *
     * @param atMost without a single one
     * @param alive whether more can be sent; where not, those that were are waited for a little longer
     * @throws IllegalStateException where they do not come
     */
    void await(int count, Duration atMost, BooleanSupplier alive, Consumer<Seen> each) {
        Patience patience = new Patience(atMost, LAST, System::nanoTime);
        int seen = 0;
        while (seen < count) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                seen++;
                each.accept(new Seen(
                        record.timestamp(),
                        patience.renew(),
                        JsonMapper.shared().readTree(record.value())));
            }
            if (seen < count && patience.isOver(alive.getAsBoolean())) {
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
