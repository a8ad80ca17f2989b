package io.percept.cli.dlt;

import io.percept.cli.topic.TopicReader;
import io.percept.publish.Position;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Which letters were replayed: a compacted topic beside that of the letters, whose name ends in {@code -replayed}. Its
 * keys are ids of letters, its values where their events went. Not thread-safe.
 */
final class ReplayedLetters {

    private final String topic;
    private final boolean exists;
    private final Map<String, String> destinations = new HashMap<>();

    private ReplayedLetters(String topic, boolean exists) {
        this.topic = topic;
        this.exists = exists;
    }

    /** What is known now; nothing where nothing was replayed yet. */
    static ReplayedLetters read(TopicReader reader, String letters) {
        String topic = letters + "-replayed";
        List<TopicPartition> partitions = reader.partitions(topic);
        ReplayedLetters replayed = new ReplayedLetters(topic, !partitions.isEmpty());
        if (replayed.exists) {
            reader.read(partitions, Optional.empty(), marker -> {
                if (marker.key() != null && marker.value() != null) {
                    replayed.destinations.put(
                            new String(marker.key(), StandardCharsets.UTF_8),
                            new String(marker.value(), StandardCharsets.UTF_8));
                }
            });
        }
        return replayed;
    }

    /** Where the event of a letter went, if it was replayed. */
    Optional<String> destination(String letterId) {
        return Optional.ofNullable(destinations.get(letterId));
    }

    boolean isOpen(String letterId) {
        return !destinations.containsKey(letterId);
    }

    /** Creates the topic where it is missing. */
    void prepare(Map<String, Object> client) throws InterruptedException {
        if (exists) {
            return;
        }
        try (Admin admin = Admin.create(client)) {
            NewTopic compacted = new NewTopic(topic, Optional.of(1), Optional.empty())
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
            admin.createTopics(List.of(compacted)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalArgumentException(
                        "The topic %s, which remembers what was replayed, cannot be created: %s"
                                .formatted(topic, e.getCause().getMessage()),
                        e);
            }
        }
    }

    /** The record that remembers a replay. */
    ProducerRecord<byte[], byte[]> marker(String letterId, Position to) {
        return new ProducerRecord<>(
                topic, letterId.getBytes(StandardCharsets.UTF_8), to.toString().getBytes(StandardCharsets.UTF_8));
    }

    void add(String letterId, Position to) {
        destinations.put(letterId, to.toString());
    }
}
