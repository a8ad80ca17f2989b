package io.percept.web;

import io.percept.publish.ByteClients;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads a topic of results for whoever watches, those of every instance. It has no group and commits nothing, so it takes
 * nothing away from other consumers; while nobody watches, it reads nothing and keeps nothing. Partitions that are added to the
 * topic are read from their beginning, a minute later at most. What is no result is passed over: a tombstone, by which operators erase
 * what concerns a person, and whatever others write to the topic.
 */
class ResultFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ResultFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BACK_OFF = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final ConsumerFactory<?, ?> consumers;
    private final String topic;
    private final int recentCount;
    private final Duration look;
    private final Set<Consumer<String>> watchers = new CopyOnWriteArraySet<>();
    private final Deque<String> recent = new ArrayDeque<>();
    private volatile boolean running;
    private boolean toldOfForeign;
    private Thread thread;

    /** @param recentCount what is kept for who begins to watch */
    ResultFeed(ConsumerFactory<?, ?> consumers, String topic, int recentCount) {
        this(consumers, topic, recentCount, LOOK);
    }

    /** @param look how often it looks for partitions that were added */
    ResultFeed(ConsumerFactory<?, ?> consumers, String topic, int recentCount, Duration look) {
        this.consumers = consumers;
        this.topic = topic;
        this.recentCount = recentCount;
        this.look = look;
    }

    /**
     * Adds a watcher of results in JSON. It is given the recent ones at once, and must return at once itself.
     *
     * @return ends the watching
     */
    synchronized Runnable watch(Consumer<String> watcher) {
        recent.forEach(watcher);
        watchers.add(watcher);
        notifyAll();
        return () -> watchers.remove(watcher);
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofPlatform().name("percept-feed-" + topic).daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        try {
            while (running) {
                awaitWatcher();
                try (var consumer = open()) {
                    follow(consumer);
                } catch (WakeupException | org.apache.kafka.common.errors.InterruptException e) {
                    log.debug("The live feed stops");
                } catch (RuntimeException e) {
                    log.warn("The live feed of {} failed and starts again in {}: {}", topic, BACK_OFF, e.toString());
                    Thread.sleep(BACK_OFF);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitWatcher() throws InterruptedException {
        while (watchers.isEmpty()) {
            wait();
        }
    }

    /**
     * Whether anybody still watches. Where nobody does, the recent ones are given up under the same lock: the next watcher is
     * given them by the reading that it begins, and not twice.
     */
    private synchronized boolean watched() {
        if (watchers.isEmpty()) {
            recent.clear();
        }
        return !watchers.isEmpty();
    }

    /** However a reading ended: the next one begins with the recent ones again. */
    private synchronized void forget() {
        recent.clear();
    }

    private void follow(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        long back = Math.ceilDiv(recentCount, Math.max(1, partitions.size()));
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> consumer.seek(partition, Math.max(first.get(partition), end - back)));
        try {
            long looked = System.nanoTime();
            while (running && watched()) {
                if (System.nanoTime() - looked >= look.toNanos()) {
                    addNewPartitions(consumer);
                    looked = System.nanoTime();
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    read(record).ifPresent(this::tell);
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            // The service stops. Still set, the interrupt would break the closing of the consumer too.
            Thread.interrupted();
        } finally {
            forget();
        }
    }

    private void addNewPartitions(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> added = new HashSet<>(partitions(consumer));
        added.removeAll(consumer.assignment());
        if (added.isEmpty()) {
            return;
        }
        log.info("The live feed follows {} from now on", added);
        Set<TopicPartition> all = new HashSet<>(consumer.assignment());
        all.addAll(added);
        // Those that were there keep their positions.
        consumer.assign(all);
        consumer.seekToBeginning(added);
    }

    /** As far as the consumer knows. */
    private List<TopicPartition> partitions(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private Optional<String> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ResultJson.of(record));
        } catch (IllegalStateException e) {
            // Once, since whoever writes one such record may well write a thousand.
            if (toldOfForeign) {
                log.debug("Passed over by the live feed: {}", e.getMessage());
            } else {
                log.warn("{} The live feed passes over it, and over others like it without a word.", e.getMessage());
                toldOfForeign = true;
            }
            return Optional.empty();
        }
    }

    private synchronized void tell(String result) {
        recent.addLast(result);
        while (recent.size() > recentCount) {
            recent.removeFirst();
        }
        watchers.forEach(watcher -> watcher.accept(result));
    }

    private org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> open() {
        Map<String, String> own = Map.of(
                // By itself a consumer hears of new partitions every five minutes only.
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                String.valueOf(look.toMillis()),
                // What a transaction has not committed may come to nothing.
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        return ByteClients.consumer(consumers, Optional.empty(), "-feed-" + topic, own);
    }
}
