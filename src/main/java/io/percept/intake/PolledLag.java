package io.percept.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of our partitions are not polled yet. The consumer learns the end of a partition with each fetch, and nothing is
 * fetched from one that is paused: there the broker is asked, or the lag would stand still while it grows. The poll loop's own.
 */
final class PolledLag {

    private static final Duration ASKED_EACH = Duration.ofSeconds(5);

    private final Consumer<?, ?> consumer;
    private long lastAsked = System.nanoTime();

    PolledLag(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** As far as it is known now. */
    long of(Collection<AssignedPartition> partitions) {
        askForTheEndsOfWhatIsPaused();
        return partitions.stream()
                .mapToLong(partition -> consumer.currentLag(partition.name()).orElse(0))
                .sum();
    }

    private void askForTheEndsOfWhatIsPaused() {
        Set<TopicPartition> paused = consumer.paused();
        if (!paused.isEmpty() && System.nanoTime() - lastAsked >= ASKED_EACH.toNanos()) {
            lastAsked = System.nanoTime();
            // Without waiting: the answer comes with one of the next polls, and the consumer counts with it from then
            // on.
            consumer.endOffsets(paused, Duration.ZERO);
        }
    }
}
