package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

/** A partition through commits and crashes at random points, against the plainest model of it. */
class CrashProperties {

    private static final TopicPartition NAME = new TopicPartition("events", 0);

    private enum Step {
        READ,
        END,
        COMMIT,
        CRASH
    }

    /**
     * The topic has gaps, as compaction leaves them. Whatever happens: no event is lost, none is repeated whose end the last
     * commit has, nothing begins beyond the bound, and of one key an event has ended only if those before it have.
     */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldLoseNothingAndRepeatNothingThatWasCommitted(
            @ForAll("steps") List<Step> steps,
            @ForAll @Size(min = 20, max = 60) List<@IntRange(min = 1, max = 9) Integer> gaps,
            @ForAll @IntRange(min = 1, max = 12) int maxAhead,
            @ForAll @IntRange(max = 80) int maxBytes,
            @ForAll long seed) {
        Model model = new Model(gaps, maxAhead, maxBytes, new Random(seed));
        steps.forEach(model::take);
        model.finishAll();

        assertThat(model.ended).isEqualTo(model.topic);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequency(
                        Tuple.of(12, Step.READ),
                        Tuple.of(8, Step.END),
                        Tuple.of(4, Step.COMMIT),
                        Tuple.of(1, Step.CRASH))
                .list()
                .ofMinSize(50)
                .ofMaxSize(300);
    }

    private static final class Model {

        private static final int KEYS = 3;

        private final NavigableSet<Long> topic = new TreeSet<>();
        private final int maxAhead;
        private final ProgressCodec codec;
        private final boolean fitsAlways;
        private final Random random;
        private final Set<Long> ended = new HashSet<>();
        private Set<Long> committedAsEnded = Set.of();
        private Set<Long> endedBeforeTheCrash = Set.of();
        private Optional<OffsetAndMetadata> committed = Optional.empty();
        private AssignedPartition partition;
        private NavigableMap<Long, Long> running = new TreeMap<>();
        private long position;

        Model(List<Integer> gaps, int maxAhead, int maxBytes, Random random) {
            long offset = 0;
            for (int gap : gaps) {
                offset += gap;
                topic.add(offset);
            }
            this.maxAhead = maxAhead;
            this.codec = new ProgressCodec(maxBytes);
            // Twelve events ahead, nine offsets apart: fourteen bytes of bits.
            this.fitsAlways = maxBytes >= 50;
            this.random = random;
            crash();
        }

        void take(Step step) {
            switch (step) {
                case READ -> read();
                case END -> endOne();
                case COMMIT -> commit();
                case CRASH -> crash();
            }
        }

        void finishAll() {
            while (topic.ceiling(position) != null || !running.isEmpty()) {
                read();
                endOne();
            }
        }

        private void read() {
            Long offset = topic.ceiling(position);
            if (offset == null || partition.ahead() >= maxAhead) {
                return;
            }
            position = offset + 1;
            OptionalLong ticket = partition.begin(offset);
            assertThat(partition.ahead()).isLessThanOrEqualTo(maxAhead);
            assertThat(ticket.isEmpty()).isEqualTo(endedBeforeTheCrash.contains(offset));
            ticket.ifPresent(begun -> running.put(offset, begun));
        }

        /** Any that is the first of its key. */
        private void endOne() {
            Map<Long, Long> firstOfKey = new TreeMap<>();
            running.keySet().forEach(offset -> firstOfKey.putIfAbsent(offset % KEYS, offset));
            if (firstOfKey.isEmpty()) {
                return;
            }
            List<Long> choices = new ArrayList<>(firstOfKey.values());
            long offset = choices.get(random.nextInt(choices.size()));
            partition.finish(running.remove(offset));
            partition.leave();
            ended.add(offset);
        }

        private void commit() {
            partition.toCommit().ifPresent(encoded -> {
                committed = Optional.of(encoded.committable());
                partition.committed(encoded);
                Set<Long> before = committedAsEnded;
                committedAsEnded =
                        topic.stream().filter(encoded.covered()::hasEnded).collect(Collectors.toSet());
                if (fitsAlways) {
                    assertThat(committedAsEnded).containsAll(before);
                }
            });
            assertThat(ended).containsAll(committedAsEnded);
            for (long offset : committedAsEnded) {
                assertThat(committedAsEnded)
                        .containsAll(topic.headSet(offset).stream()
                                .filter(earlier -> earlier % KEYS == offset % KEYS)
                                .toList());
            }
        }

        private void crash() {
            position = committed.map(OffsetAndMetadata::offset).orElse(0L);
            partition = new AssignedPartition(NAME, committed, codec);
            running = new TreeMap<>();
            endedBeforeTheCrash = committedAsEnded;
        }
    }
}
