package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Progress in the metadata of a commit: it comes back as it was, or as less, never as more. */
class ProgressCodecProperties {

    private static final TopicPartition PARTITION = new TopicPartition("events", 3);
    private static final int KAFKAS_LIMIT = 4096;

    @Property
    void shouldComeBackAsItWasWhereThereIsRoom(@ForAll("progress") OffsetProgress progress) {
        ProgressCodec codec = new ProgressCodec(100_000);

        ProgressCodec.Encoded encoded = codec.encode(PARTITION, progress);

        assertThat(encoded.covered()).isEqualTo(progress);
        assertThat(codec.decode(PARTITION, encoded.committable())).isEqualTo(progress);
    }

    @Property
    void shouldHoldTheLimitAndLeaveOutTheHighestOnly(
            @ForAll("progress") OffsetProgress progress, @ForAll @IntRange(max = 200) int limit) {
        ProgressCodec codec = new ProgressCodec(limit);

        ProgressCodec.Encoded encoded = codec.encode(PARTITION, progress);

        EndedOffsets held = encoded.covered().ended();
        assertThat(encoded.committable().metadata().length()).isLessThanOrEqualTo(limit);
        assertThat(codec.decode(PARTITION, encoded.committable())).isEqualTo(encoded.covered());
        for (int range = 0; range < progress.ended().ranges(); range++) {
            for (long offset = progress.ended().from(range);
                    offset < progress.ended().to(range);
                    offset++) {
                assertThat(held.contains(offset)).isEqualTo(offset < held.end());
            }
        }
    }

    @Property
    void shouldSayNothingWhereOneCharacterIsWrong(
            @ForAll("progress") OffsetProgress progress,
            @ForAll @IntRange(max = 4095) int where,
            @ForAll @IntRange(min = 1, max = 94) int by) {
        ProgressCodec codec = new ProgressCodec(KAFKAS_LIMIT);
        OffsetAndMetadata whole = codec.encode(PARTITION, progress).committable();
        if (whole.metadata().isEmpty()) {
            return;
        }
        StringBuilder damaged = new StringBuilder(whole.metadata());
        int at = where % damaged.length();
        damaged.setCharAt(at, (char) (' ' + (damaged.charAt(at) - ' ' + by) % 95));

        OffsetProgress read = codec.decode(PARTITION, new OffsetAndMetadata(whole.offset(), damaged.toString()));

        // The last bits of base64 may say nothing.
        assertThat(read.ended()).isIn(EndedOffsets.NONE, progress.ended());
    }

    @Property
    void shouldSayNothingOfAnotherOffsetOrPartition(
            @ForAll("progress") OffsetProgress progress, @ForAll @IntRange(min = 1, max = 100) int away) {
        ProgressCodec codec = new ProgressCodec(KAFKAS_LIMIT);
        OffsetAndMetadata committed = codec.encode(PARTITION, progress).committable();

        OffsetProgress elsewhere =
                codec.decode(PARTITION, new OffsetAndMetadata(committed.offset() + away, committed.metadata()));
        OffsetProgress another = codec.decode(new TopicPartition("events", 3 + away), committed);

        assertThat(elsewhere.ended()).isEqualTo(EndedOffsets.NONE);
        assertThat(another.ended()).isEqualTo(EndedOffsets.NONE);
    }

    @Property
    void shouldIgnoreWhatOthersWrote(@ForAll String metadata, @ForAll boolean marked) {
        OffsetAndMetadata theirs = new OffsetAndMetadata(7, (marked ? "percept-1:" : "") + metadata);

        assertThat(new ProgressCodec(KAFKAS_LIMIT).decode(PARTITION, theirs))
                .isEqualTo(new OffsetProgress(7, EndedOffsets.NONE));
    }

    /** Every second event ended is the worst case of runs; what bits take for it decides how far ahead may be. */
    @Example
    void shouldHoldTheWorstCaseOfTenThousandEventsInKafkasLimit() {
        EndedOffsets.Builder everySecond = new EndedOffsets.Builder();
        for (long offset = 1; offset < 10_000; offset += 2) {
            everySecond.add(offset, offset + 1);
        }
        OffsetProgress progress = new OffsetProgress(0, everySecond.build());

        assertThat(new ProgressCodec(KAFKAS_LIMIT).encode(PARTITION, progress).covered())
                .isEqualTo(progress);
    }

    @Example
    void shouldTakeAFewBytesForALongRun() {
        OffsetProgress progress = new OffsetProgress(
                1_000_000_000_000L,
                new EndedOffsets.Builder()
                        .add(1_000_000_000_001L, 1_000_001_000_000L)
                        .build());

        assertThat(new ProgressCodec(KAFKAS_LIMIT)
                        .encode(PARTITION, progress)
                        .committable()
                        .metadata())
                .hasSizeLessThan(40);
    }

    @Provide
    Arbitrary<OffsetProgress> progress() {
        Arbitrary<Integer> lengths = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 3), Arbitraries.integers().between(1, 500));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1L << 50), lengths.list().ofMaxSize(80))
                .as(ProgressCodecProperties::progress);
    }

    /** @param lengths of what has not ended and what has, in turn */
    private static OffsetProgress progress(long next, List<Integer> lengths) {
        EndedOffsets.Builder ended = new EndedOffsets.Builder();
        long at = next;
        for (int i = 0; i + 1 < lengths.size(); i += 2) {
            at += lengths.get(i);
            ended.add(at, at + lengths.get(i + 1));
            at += lengths.get(i + 1);
        }
        return new OffsetProgress(next, ended.build());
    }
}
