package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderSessionTest {

    private static final float TOLERANCE = 1e-4f;

    private final Bundle bundle = TestBundle.bundle();
    private final TextDecoder decoder = TestBundle.engine().decoder();
    private final int capacity = bundle.cacheCapacities().getFirst();
    private final Random random = new Random(7);

    @Test
    void shouldGiveTheSameStepByStepAsInOnePrefill() {
        int[] ids = text(20);
        Logits whole = decoder.extend(null, List.of(DecoderRow.scored(ids, 20, 0, 0)));

        try (KeyValueCache cache = decoder.newCache(capacity, 3)) {
            for (int i = 0; i < ids.length; i++) {
                Logits step = decoder.extend(cache, List.of(DecoderRow.step(ids, i, i, 2)));
                assertSame(step, 0, whole, i);
            }
        }
    }

    @Test
    void shouldGiveTheSameAfterAPrefixWithAnImageAsInOneGo() {
        ImageEmbedding image = image();
        int queries = bundle.image().queries();
        int[] ids = text(queries + 12);
        int[] rows = none(ids.length);
        for (int i = 0; i < queries; i++) {
            rows[1 + i] = i;
        }
        Logits whole = decoder.extend(null, List.of(DecoderRow.prompt(ids, rows, List.of(image), 0, 0, false)));

        try (KeyValueCache prefixes = decoder.newCache(capacity, 1);
                KeyValueCache cache = decoder.newCache(bundle.cacheCapacities().get(1), 2)) {
            int prefix = queries + 4;
            decoder.extend(prefixes, List.of(new DecoderRow(ids, rows, 0, prefix, List.of(image), 0, 0, true, false)));
            cache.copyRow(prefixes, 0, 1, prefix);
            Logits rest = decoder.extend(
                    cache,
                    List.of(new DecoderRow(ids, rows, prefix, ids.length - prefix, List.of(), prefix, 1, true, false)));

            assertSame(rest, 0, whole, 0);
        }
    }

    @Test
    void shouldGiveEachRowTheSameInABatchOfOtherLengths() {
        ImageEmbedding image = image();
        List<DecoderRow> rows = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int[] ids = text(bundle.image().queries() + 4 + i);
            int[] imageRows = none(ids.length);
            if (i % 2 == 0) {
                for (int q = 0; q < bundle.image().queries(); q++) {
                    imageRows[2 + q] = q;
                }
            }
            List<ImageEmbedding> images = i % 2 == 0 ? List.of(image) : List.of();
            rows.add(DecoderRow.prompt(ids, imageRows, images, 0, i));
        }
        try (KeyValueCache cache = decoder.newCache(capacity, rows.size());
                KeyValueCache alone = decoder.newCache(capacity, rows.size())) {
            Logits batch = decoder.extend(cache, rows);
            for (int i = 0; i < rows.size(); i++) {
                assertSame(decoder.extend(alone, List.of(rows.get(i))), 0, batch, i);
            }

            Logits steps = decoder.extend(cache, steps(rows));
            for (int i = 0; i < rows.size(); i++) {
                assertSame(decoder.extend(alone, List.of(steps(rows).get(i))), 0, steps, i);
            }
        }
    }

    @Test
    void shouldLeaveNothingInARowOfASequenceThatIsNoNumbers() {
        ImageEmbedding broken = image();
        broken.values()[5] = Float.NaN;
        int[] ids = text(bundle.image().queries() + 4);
        int[] imageRows = none(ids.length);
        for (int q = 0; q < bundle.image().queries(); q++) {
            imageRows[2 + q] = q;
        }
        DecoderRow noNumbers = DecoderRow.prompt(ids, imageRows, List.of(broken), 0, 0);
        DecoderRow next = DecoderRow.prompt(text(3), none(3), List.of(), 0, 0);
        try (KeyValueCache cache = decoder.newCache(capacity, 1);
                KeyValueCache clean = decoder.newCache(capacity, 1)) {
            assertThatThrownBy(() -> decoder.extend(cache, List.of(noNumbers)))
                    .isInstanceOf(EngineFailure.class)
                    .hasMessageContaining("no number");

            decoder.extend(cache, List.of(next));
            decoder.extend(clean, List.of(next));
            List<DecoderRow> step = List.of(DecoderRow.step(ids, 0, 3, 0));
            assertSame(decoder.extend(cache, step), 0, decoder.extend(clean, step), 0);
        }
    }

    @Test
    void shouldLeaveTheLogitsOfACallAsTheyAreWhenAnotherOfItsSizeFollows() {
        Logits first = decoder.extend(null, List.of(whole(text(5), 0, false)));
        float[] before = first.values().clone();

        decoder.extend(null, List.of(whole(text(5), 0, false)));

        assertThat(first.values()).isEqualTo(before);
    }

    @Test
    void shouldComputeTheSameWhetherKeysAreKeptOrNotAndWhateverCameBefore() {
        int[] ids = text(6);
        Logits alone = decoder.extend(null, List.of(whole(ids, 0, false)));
        try (KeyValueCache cache = decoder.newCache(capacity, 4)) {
            decoder.extend(cache, List.of(whole(text(40), 1, true), whole(text(33), 2, true)));
            assertSame(decoder.extend(cache, List.of(whole(ids, 0, true))), 0, alone, 0);
            assertSame(decoder.extend(null, List.of(whole(ids, 0, false))), 0, alone, 0);
            assertSame(decoder.extend(cache, List.of(whole(ids, 3, true))), 0, alone, 0);

            List<DecoderRow> steps = List.of(step(ids[0], 6, 2), step(ids[0], 6, 3));
            cache.copyRow(cache, 0, 2, 6);
            Logits next = decoder.extend(cache, steps);
            assertSame(next, 0, next, 1);
        }
    }

    @Test
    void shouldRefuseRowsWithAPastThatDoNotLieTogether() {
        int[] ids = text(3);
        try (KeyValueCache cache = decoder.newCache(capacity, 4)) {
            List<DecoderRow> apart = List.of(DecoderRow.step(ids, 2, 2, 0), DecoderRow.step(ids, 2, 2, 2));

            assertThatThrownBy(() -> decoder.extend(cache, apart)).hasMessageContaining("one after another");
        }
    }

    @Test
    void shouldRefuseToWriteBeyondARow() {
        int[] ids = text(capacity + 1);
        try (KeyValueCache cache = decoder.newCache(capacity, 2)) {
            List<DecoderRow> tooLong = List.of(whole(ids, 0, true));

            assertThatThrownBy(() -> decoder.extend(cache, tooLong)).hasMessageContaining("do not fit");
        }
    }

    @Test
    void shouldSayThatThereIsNoMemoryForACacheThatIsTooLarge() {
        assertThatThrownBy(() -> decoder.newCache(capacity, Integer.MAX_VALUE))
                .isInstanceOf(NoMemory.class)
                .hasMessageContaining("-XX:MaxDirectMemorySize");
    }

    private static List<DecoderRow> steps(List<DecoderRow> rows) {
        return rows.stream()
                .map(row -> step(row.ids()[3], row.count(), row.cacheRow()))
                .toList();
    }

    private static DecoderRow whole(int[] ids, int cacheRow, boolean keep) {
        return DecoderRow.prompt(ids, none(ids.length), List.of(), 0, cacheRow, keep);
    }

    private static DecoderRow step(int id, int past, int cacheRow) {
        return DecoderRow.step(new int[] {id}, 0, past, cacheRow);
    }

    private ImageEmbedding image() {
        float[] values = new float[bundle.image().queries() * bundle.decoder().width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.06f;
        }
        return new ImageEmbedding(
                values, bundle.image().queries(), bundle.decoder().width());
    }

    private int[] text(int length) {
        int first = bundle.specialTokens().patchFirst();
        return random.ints(length, first, bundle.decoder().vocabulary()).toArray();
    }

    private static int[] none(int length) {
        int[] rows = new int[length];
        Arrays.fill(rows, -1);
        return rows;
    }

    private void assertSame(Logits actual, int actualRow, Logits expected, int expectedRow) {
        int vocabulary = bundle.decoder().vocabulary();
        for (int token = 0; token < vocabulary; token++) {
            assertThat(actual.values()[actualRow * vocabulary + token])
                    .isCloseTo(expected.values()[expectedRow * vocabulary + token], within(TOLERANCE));
        }
        assertThat(actual.argmax(actualRow)).isEqualTo(expected.argmax(expectedRow));
    }
}
