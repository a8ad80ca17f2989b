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
    private final ProgressCodec codec = new ProgressCodec(4096);
    private final Assignments assignments =
            new Assignments(consumer, new ConsumerCommits(consumer, codec), codec, Duration.ofMillis(200));

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
        end(partition, 1);

        assignments.commit();

        assertThat(committed()).isZero();
    }

    @Test
    void shouldCommitWhatEndsBeyondTheWatermarkAndSkipItNextTime() {
        AssignedPartition partition = assignments.of(NAME);
        partition.begin(0);
        end(partition, 1);
        partition.begin(2);
        assignments.commit();

        assignments.onPartitionsAssigned(List.of(NAME));
        AssignedPartition again = assignments.of(NAME);

        assertThat(again.begin(0)).isPresent();
        assertThat(again.begin(1)).isEmpty();
        assertThat(again.begin(2)).isPresent();
    }

    @Test
    void shouldReadEverythingAgainWhereTheOffsetWasSetByAnotherTool() {
        AssignedPartition partition = assignments.of(NAME);
        partition.begin(0);
        end(partition, 1);
        assignments.commit();
        consumer.commitSync(Map.of(NAME, new OffsetAndMetadata(0)));

        assignments.onPartitionsAssigned(List.of(NAME));
        AssignedPartition again = assignments.of(NAME);

        assertThat(again.begin(0)).isPresent();
        assertThat(again.begin(1)).isPresent();
    }

    @Test
    void shouldCommitAgainWhenOnlyAGapHasMoved() {
        AssignedPartition partition = assignments.of(NAME);
        partition.begin(0);
        end(partition, 1);
        assignments.commit();
        String before = metadata();
        end(partition, 2);

        assignments.commit();

        assertThat(committed()).isZero();
        assertThat(metadata()).isNotEqualTo(before);
    }

    @Test
    void shouldCommitWhatEndsWhileDraining() {
        AssignedPartition partition = assignments.of(NAME);
        long ticket = partition.begin(0).orElseThrow();
        CompletableFuture.runAsync(
                () -> {
                    partition.finish(ticket);
                    partition.leave();
                },
                CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));

        assignments.onPartitionsRevoked(List.of(NAME));

        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void shouldCommitOnlyTheEndedWhereTheDrainTakesTooLong() {
        AssignedPartition partition = assignments.of(NAME);
        end(partition, 0);
        partition.begin(1);

        assignments.onPartitionsRevoked(List.of(NAME));

        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void shouldNotCommitWhatEndsAfterTheRevocation() {
        AssignedPartition partition = assignments.of(NAME);
        end(partition, 0);
        long late = partition.begin(1).orElseThrow();
        assignments.onPartitionsRevoked(List.of(NAME));

        partition.finish(late);
        partition.leave();
        assignments.onPartitionsAssigned(List.of(NAME));
        assignments.commit();

        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void shouldNotCommitForALostPartition() {
        AssignedPartition partition = assignments.of(NAME);
        end(partition, 0);

        assignments.onPartitionsLost(List.of(NAME));
        assignments.commit();

        assertThat(consumer.committed(Set.of(NAME)).get(NAME)).isNull();
    }

    private static void end(AssignedPartition partition, long offset) {
        partition.finish(partition.begin(offset).orElseThrow());
        partition.leave();
    }

    private String metadata() {
        return consumer.committed(Set.of(NAME)).get(NAME).metadata();
    }

    private long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(NAME)).get(NAME);
        return offset == null ? -1 : offset.offset();
    }
}
