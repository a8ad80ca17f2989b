package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentsTest {

    private static final TopicPartition NAME = new TopicPartition("events", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Assignments assignments = new Assignments(consumer, Duration.ofMillis(200));

    @BeforeEach
    void assign() {
        consumer.assign(List.of(NAME));
        consumer.updateBeginningOffsets(Map.of(NAME, 0L));
        assignments.onPartitionsAssigned(List.of(NAME));
    }

    @Test
    void shouldCommitTheWatermarkAndNothingBeyond() {
        AssignedPartition partition = assignments.of(NAME);
        partition.begin(0);
        partition.finish(partition.begin(1));

        assignments.commit();

        assertThat(committed()).isZero();
    }

    @Test
    void shouldCommitWhatEndsWhileDraining() {
        AssignedPartition partition = assignments.of(NAME);
        long ticket = partition.begin(0);
        CompletableFuture.runAsync(
                () -> partition.finish(ticket), CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));

        assignments.onPartitionsRevoked(List.of(NAME));

        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void shouldCommitOnlyTheEndedWhereTheDrainTakesTooLong() {
        AssignedPartition partition = assignments.of(NAME);
        partition.finish(partition.begin(0));
        partition.begin(1);

        assignments.onPartitionsRevoked(List.of(NAME));

        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void shouldNotCommitWhatEndsAfterTheRevocation() {
        AssignedPartition partition = assignments.of(NAME);
        partition.finish(partition.begin(0));
        long late = partition.begin(1);
        assignments.onPartitionsRevoked(List.of(NAME));

        partition.finish(late);
        assignments.onPartitionsAssigned(List.of(NAME));
        assignments.commit();

        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void shouldNotCommitForALostPartition() {
        AssignedPartition partition = assignments.of(NAME);
        partition.finish(partition.begin(0));

        assignments.onPartitionsLost(List.of(NAME));
        assignments.commit();

        assertThat(consumer.committed(Set.of(NAME)).get(NAME)).isNull();
    }

    private long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(NAME)).get(NAME);
        return offset == null ? -1 : offset.offset();
    }
}
