package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is told of commits that fail. */
@ExtendWith(OutputCaptureExtension.class)
class ConsumerCommitsTest {

    private static final String TOLD = "Offsets could not be committed 10 times in a row";

    private final ProgressCodec codec = new ProgressCodec(4096);
    private final RefusingConsumer consumer = new RefusingConsumer();
    private final ConsumerCommits commits = new ConsumerCommits(consumer, codec);
    private final AssignedPartition partition =
            new AssignedPartition(new TopicPartition("events", 0), Optional.empty(), codec);
    private long next;

    @Test
    void shouldSayNothingOfSomeThatFail(CapturedOutput log) {
        endAnEvent();

        fail(9);

        assertThat(log).doesNotContain(TOLD);
    }

    @Test
    void shouldTellOnceThatCommitsKeepFailing(CapturedOutput log) {
        endAnEvent();

        fail(30);

        assertThat(log).containsOnlyOnce(TOLD);
    }

    @Test
    void shouldCountAnewAfterOneThatSucceeded(CapturedOutput log) {
        endAnEvent();
        fail(9);
        succeed();
        endAnEvent();

        fail(9);

        assertThat(log).doesNotContain(TOLD);
    }

    private void endAnEvent() {
        partition.finish(partition.begin(next++).orElseThrow());
        partition.leave();
    }

    private void fail(int times) {
        consumer.refuses = true;
        for (int i = 0; i < times; i++) {
            commits.commit(List.of(partition));
        }
    }

    private void succeed() {
        consumer.refuses = false;
        commits.commit(List.of(partition));
    }

    private static final class RefusingConsumer extends MockConsumer<byte[], byte[]> {

        private boolean refuses;

        RefusingConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            callback.onComplete(offsets, refuses ? new RebalanceInProgressException("It is being rebalanced.") : null);
        }
    }
}
