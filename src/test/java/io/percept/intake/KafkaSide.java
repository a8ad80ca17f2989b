package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ImageEvent;
import io.percept.contract.Segment;
import io.percept.contract.v1.EnrichmentResult;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What stands on the other side of the broker: it produces events and reads topics, with the plain clients. */
final class KafkaSide implements AutoCloseable {

    private final String servers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Collection<Exception> refused = new ConcurrentLinkedQueue<>();

    KafkaSide(String servers) {
        this.servers = servers;
        this.producer = new KafkaProducer<>(
                // One request at a time: a batch that overtakes the first one of a topic that was only just created
                // leaves the broker refusing that first one as out of sequence until it times out.
                Map.of("bootstrap.servers", servers, "linger.ms", 5, "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String servers() {
        return servers;
    }

    void sendEvents(String topic, int first, int count, int keys) {
        for (int i = first; i < first + count; i++) {
            send(topic, "key-" + i % keys, EventCodec.write(event(String.valueOf(i)), Encoding.PROTOBUF));
        }
        producer.flush();
    }

    /** @param key null for a record without one */
    void send(String topic, String key, byte[] value) {
        send(topic, key, value, Map.of());
    }

    void send(String topic, String key, byte[] value, Map<String, String> headers) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic, bytes, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                refused.add(failure);
            }
        });
    }

    /** What the broker did not take of what was sent; for tests that count. */
    Collection<Exception> refused() {
        return refused;
    }

    static ImageEvent event(String id) {
        return new ImageEvent(
                id,
                "/test",
                Instant.EPOCH,
                List.of(new Segment.Text("text")),
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    /** Reads a topic from its start until the condition holds, or the time is up. */
    List<ConsumerRecord<byte[], byte[]>> readUntil(
            String topic, Duration limit, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        Instant end = Instant.now().plus(limit);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!enough.test(read) && Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
        }
        return read;
    }

    static String eventIdOf(ConsumerRecord<byte[], byte[]> result) {
        try {
            return EnrichmentResult.parseFrom(result.value()).getEventId();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError("Not a result: " + result, e);
        }
    }

    static long distinct(Collection<ConsumerRecord<byte[], byte[]>> results) {
        return results.stream().map(KafkaSide::eventIdOf).distinct().count();
    }

    /** Fails where a result of a later event of a key stands before that of an earlier one. */
    static void assertOrderPerKey(List<ConsumerRecord<byte[], byte[]>> results) {
        Map<String, Integer> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> result : results) {
            String key = new String(result.key(), StandardCharsets.UTF_8);
            int number = Integer.parseInt(eventIdOf(result));
            Integer before = last.put(key, number);
            assertThat(before == null || before < number)
                    .as("of %s, event %d came after %d", key, number, before)
                    .isTrue();
        }
    }

    /** How many partitions each static member of a group has. */
    Map<String, Integer> partitionsOfMembers(String group) throws Exception {
        return description(group).members().stream()
                .collect(Collectors.toMap(
                        member -> member.groupInstanceId().orElseThrow(),
                        member -> member.assignment().topicPartitions().size()));
    }

    /** How many partitions each member of a group has. */
    List<Integer> partitionsOfEach(String group) throws Exception {
        return description(group).members().stream()
                .map(member -> member.assignment().topicPartitions().size())
                .toList();
    }

    boolean isStable(String group) throws Exception {
        return description(group).groupState() == GroupState.STABLE;
    }

    /** Whether a rebalance waits for members to join it. */
    boolean isJoining(String group) throws Exception {
        return description(group).groupState() == GroupState.PREPARING_REBALANCE;
    }

    private ConsumerGroupDescription description(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group);
        }
    }

    Set<String> transactionalIds() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .collect(Collectors.toSet());
        }
    }

    Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.listTopics().names().get();
        }
    }

    /** Creates topics that keep the last record of a key, and so take none without one. */
    void createCompacted(String... names) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(Stream.of(names)
                            .map(name -> new NewTopic(name, Optional.of(4), Optional.empty())
                                    .configs(Map.of(
                                            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Creates topics that take no batch of records of more bytes, as it is compressed. */
    void createWithLargest(int bytes, String... names) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(Stream.of(names)
                            .map(name -> new NewTopic(name, Optional.of(4), Optional.empty())
                                    .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(bytes))))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** The sum of a group's committed offsets. */
    long committed(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
