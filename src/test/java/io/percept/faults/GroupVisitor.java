package io.percept.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member of Percept's group that comes, is given partitions, does nothing with them, and goes: a rebalance at each end, for far
 * less than the start of a Percept. It reads nothing and commits nothing.
 */
final class GroupVisitor implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean leaving;

    GroupVisitor(String servers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        Topics.GROUP,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "session.timeout.ms",
                        6_000,
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        thread = Thread.ofPlatform().name("visitor").start(this::stay);
    }

    private void stay() {
        try (consumer) {
            consumer.subscribe(List.of(Topics.EVENTS));
            while (!leaving) {
                consumer.poll(Duration.ofMillis(50));
                consumer.pause(consumer.assignment());
            }
        }
    }

    @Override
    public void close() {
        leaving = true;
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
