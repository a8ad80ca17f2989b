package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Results that are committed together with the offsets that say so, however little the metadata holds. */
class TransactionProperties {

    private static final TopicPartition NAME = new TopicPartition("events", 0);

    private enum Step {
        READ,
        HOLD,
        COMMIT,
        CRASH
    }

    /** The topic is sparse and the metadata small, so that often not all of it fits. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shouldPublishEachResultOnceThroughCrashes(
            @ForAll("steps") List<Step> steps,
            @ForAll @Size(min = 40, max = 80) List<@IntRange(min = 1, max = 400) Integer> gaps,
            @ForAll @IntRange(min = 30, max = 60) int maxBytes,
            @ForAll long seed) {
        Model model = new Model(gaps, new ProgressCodec(maxBytes), new Random(seed));
        steps.forEach(model::take);
        model.finishAll();

        assertThat(model.published).isEqualTo(model.topic);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequency(
                        Tuple.of(12, Step.READ),
                        Tuple.of(8, Step.HOLD),
                        Tuple.of(4, Step.COMMIT),
                        Tuple.of(1, Step.CRASH))
                .list()
                .ofMinSize(100)
                .ofMaxSize(300);
    }

    private static final class Model {

        private final TreeSet<Long> topic = new TreeSet<>();
        private final ProgressCodec codec;
        private final Random random;
        private final Set<Long> published = new HashSet<>();
        private Optional<OffsetAndMetadata> committed = Optional.empty();
        private AssignedPartition partition;
        private NavigableMap<Long, Long> running;
        private TreeSet<Long> held;
        private long position;

        Model(List<Integer> gaps, ProgressCodec codec, Random random) {
            long offset = 0;
            for (int gap : gaps) {
                offset += gap;
                topic.add(offset);
            }
            this.codec = codec;
            this.random = random;
            crash();
        }

        void take(Step step) {
            switch (step) {
                case READ -> read();
                case HOLD -> holdOne();
                case COMMIT -> commit();
                case CRASH -> crash();
            }
        }

        void finishAll() {
            while (topic.ceiling(position) != null || !running.isEmpty()) {
                read();
                holdOne();
            }
            commit();
        }

        private void read() {
            Long offset = topic.ceiling(position);
            if (offset != null) {
                position = offset + 1;
                partition.begin(offset).ifPresent(ticket -> running.put(offset, ticket));
            }
        }

        private void holdOne() {
            if (!running.isEmpty()) {
                List<Long> choices = new ArrayList<>(running.keySet());
                long offset = choices.get(random.nextInt(choices.size()));
                held.add(offset);
                partition.finish(running.remove(offset));
            }
        }

        private void commit() {
            partition.toCommitForGood().ifPresent(encoded -> {
                committed = Optional.of(encoded.committable());
                partition.committed(encoded);
                List<Long> covered =
                        held.stream().filter(encoded.covered()::hasEnded).toList();
                for (long offset : covered) {
                    held.remove(offset);
                    assertThat(published.add(offset))
                            .as("a second result of %d", offset)
                            .isTrue();
                }
                OffsetProgress read = codec.decode(NAME, encoded.committable());
                assertThat(topic.stream().filter(read::hasEnded)).containsExactlyInAnyOrderElementsOf(published);
            });
        }

        private void crash() {
            position = committed.map(OffsetAndMetadata::offset).orElse(0L);
            partition = new AssignedPartition(NAME, committed, codec);
            running = new TreeMap<>();
            held = new TreeSet<>();
        }
    }
}
