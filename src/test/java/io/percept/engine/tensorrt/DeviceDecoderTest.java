package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.DecoderRow;
import io.percept.engine.EngineFailure;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.NoMemory;
import io.percept.engine.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceDecoderTest {

    private static final int[] NONE = {};
    private static final int IMAGE = 100;
    private static final int POISON = 99;
    private static final int NO_NUMBER = 98;

    private final Bundle bundle = ToyBundle.bundle();
    private final InMemoryDevice device = new InMemoryDevice(1 << 26);
    private ToyPlan plan;
    private DeviceDecoder decoder = open(ElementType.FP32, true);

    private DeviceDecoder open(ElementType cacheType, boolean record) {
        plan = new ToyPlan(bundle, device, cacheType, DeviceDecoderTest::logits, IMAGE, POISON);
        CacheDemand demand = new CacheDemand(List.of(
                new CacheDemand.Block("a", 16, 8),
                new CacheDemand.Block("b", 16, 16),
                new CacheDemand.Block("c", 4, 40)));
        return new DeviceDecoder(bundle, device, plan, demand, record);
    }

    /** The first logit tells which tokens were seen, in order; all are none after a token that stands for it. */
    private static float[] logits(List<Integer> tokens) {
        float[] logits = new float[ToyBundle.VOCABULARY];
        logits[0] = said(tokens);
        if (tokens.contains(NO_NUMBER)) {
            Arrays.fill(logits, Float.NaN);
        }
        return logits;
    }

    private static float said(List<Integer> tokens) {
        return tokens.hashCode() & 0xFFFFF;
    }

    @AfterEach
    void shouldLeaveNothingOnTheDevice() {
        decoder.close();

        assertThat(device.blocks()).isZero();
        assertThat(device.openResources.get()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "FP16", "BF16"})
    void shouldReadBackWhatItKept(ElementType cacheType) {
        decoder.close();
        decoder = open(cacheType, true);
        try (KeyValueCache cache = decoder.newCache(16, 6)) {
            decoder.extend(cache, List.of(prompt(0, 11, 12, 13), prompt(1, 21), prompt(2, 31, 32)));

            Logits logits = decoder.extend(cache, List.of(step(0, 3, 14), step(1, 1, 22), step(2, 2, 33)));

            assertSaid(logits, List.of(11, 12, 13, 14), List.of(21, 22), List.of(31, 32, 33));
        }
    }

    @Test
    void shouldTakeBackWhatASequenceWroteThatIsNoNumbers() {
        try (DeviceCache cache = (DeviceCache) decoder.newCache(16, 6)) {
            decoder.extend(cache, List.of(prompt(0, 11, 12, 13), prompt(1, 21)));

            assertThatThrownBy(() -> decoder.extend(cache, List.of(step(0, 3, 14), step(1, 1, NO_NUMBER))))
                    .isInstanceOf(EngineFailure.class)
                    .hasMessageContaining("no number");

            ByteBuffer second = device.at(cache.address(0, 1));
            assertThat(second.getFloat(0)).isNotZero();
            assertThat(second.getFloat(bundle.decoder().headWidth() * Float.BYTES))
                    .isZero();
            assertSaid(
                    decoder.extend(cache, List.of(step(0, 3, 14), step(1, 1, 22))),
                    List.of(11, 12, 13, 14),
                    List.of(21, 22));
        }
    }

    @Test
    void shouldWritePromptsWithoutAPastToAnyRows() {
        try (KeyValueCache cache = decoder.newCache(8, 6)) {
            decoder.extend(cache, List.of(prompt(5, 11, 12), prompt(0, 21, 22, 23)));

            assertSaid(decoder.extend(cache, List.of(step(5, 2, 13))), List.of(11, 12, 13));
            assertSaid(decoder.extend(cache, List.of(step(0, 3, 24))), List.of(21, 22, 23, 24));
        }
    }

    @Test
    void shouldCopyRowsBetweenCapacities() {
        try (KeyValueCache small = decoder.newCache(8, 2);
                KeyValueCache large = decoder.newCache(40, 3)) {
            decoder.extend(small, List.of(prompt(1, 11, 12, 13)));

            large.copyRow(small, 1, 2, 3);

            assertSaid(decoder.extend(large, List.of(step(2, 3, 14))), List.of(11, 12, 13, 14));
        }
    }

    @Test
    void shouldGoOnFromAPrefixWithSeveralTokensAndEveryLogit() {
        try (KeyValueCache cache = decoder.newCache(16, 4)) {
            decoder.extend(cache, List.of(prompt(1, 11, 12), prompt(2, 21)));

            Logits logits = decoder.extend(
                    cache,
                    List.of(
                            DecoderRow.scored(new int[] {13, 14}, 2, 2, 1),
                            DecoderRow.prompt(new int[] {22, 23, 24}, NONE, List.of(), 1, 2)));

            assertSaid(logits, List.of(11, 12, 13), List.of(11, 12, 13, 14), List.of(21, 22, 23, 24));
            assertSaid(decoder.extend(cache, List.of(step(1, 2, 15))), List.of(11, 12, 15));
        }
    }

    @Test
    void shouldPlaceImagesOfSeveralSequences() {
        ImageEmbedding red = embedding(3);
        ImageEmbedding blue = embedding(7);
        List<DecoderRow> rows = List.of(
                DecoderRow.prompt(new int[] {4, 6, 6}, new int[] {-1, 0, 1}, List.of(red), 0, 0, false),
                new DecoderRow(
                        new int[] {6, 6, 6, 6}, new int[] {2, 3, 0, 1}, 0, 4, List.of(red, blue), 0, 1, false, false));

        Logits logits = decoder.extend(null, rows);

        assertSaid(logits, List.of(4, IMAGE + 6, IMAGE + 7), List.of(IMAGE + 14, IMAGE + 15, IMAGE + 6, IMAGE + 7));
    }

    @Test
    void shouldTakeCallsApartThatNoProfileTakes() {
        List<DecoderRow> rows =
                IntStream.range(0, 11).mapToObj(i -> prompt(i, 20 + i, 30 + i)).toList();
        try (KeyValueCache cache = decoder.newCache(8, 16)) {
            Logits logits = decoder.extend(cache, rows);

            assertThat(logits.values()).hasSize(11 * ToyBundle.VOCABULARY);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(logits.values()[i * ToyBundle.VOCABULARY]).isEqualTo(said(List.of(20 + i, 30 + i)));
            }
        }
    }

    @Test
    void shouldReplayStepsOfABatchSizeFromTheSecondRepetitionOn() {
        try (KeyValueCache cache = decoder.newCache(16, 8)) {
            int rows = 3;
            List<DecoderRow> prompts =
                    IntStream.range(0, rows).mapToObj(i -> prompt(i, 11 + i)).toList();
            decoder.extend(cache, prompts);
            List<List<Integer>> sequences = new ArrayList<>();
            IntStream.range(0, rows).forEach(i -> sequences.add(new ArrayList<>(List.of(11 + i))));

            for (int step = 0; step < 6; step++) {
                int past = 1 + step;
                List<DecoderRow> steps = IntStream.range(0, rows)
                        .mapToObj(i -> step(i, past, 40 + past + i))
                        .toList();
                IntStream.range(0, rows).forEach(i -> sequences.get(i).add(40 + past + i));
                Logits logits = decoder.extend(cache, steps);
                for (int i = 0; i < rows; i++) {
                    assertThat(logits.values()[i * ToyBundle.VOCABULARY]).isEqualTo(said(sequences.get(i)));
                }
            }
            assertThat(device.replays.get()).isEqualTo(5);
        }
    }

    @Test
    void shouldKeepRecordingsOfCachesApart() {
        try (KeyValueCache one = decoder.newCache(8, 4);
                KeyValueCache two = decoder.newCache(8, 4)) {
            decoder.extend(one, List.of(prompt(0, 11)));
            decoder.extend(two, List.of(prompt(0, 21)));
            for (int step = 1; step < 5; step++) {
                assertSaid(decoder.extend(one, List.of(step(0, step, 11))), repeated(11, step + 1));
                assertSaid(decoder.extend(two, List.of(step(0, step, 21))), repeated(21, step + 1));
            }
        }
    }

    @Test
    void shouldForgetRecordingsWithTheirCache() {
        for (int round = 0; round < 3; round++) {
            try (KeyValueCache cache = decoder.newCache(8, 4)) {
                decoder.extend(cache, List.of(prompt(0, 11)));
                for (int step = 1; step < 4; step++) {
                    assertSaid(decoder.extend(cache, List.of(step(0, step, 11))), repeated(11, step + 1));
                }
            }
        }
        assertThat(device.replays.get()).isEqualTo(6);
    }

    @Test
    void shouldStepWithoutRecordingsWhereTheyFail() {
        device.refusesRecordings = true;
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11)));
            for (int step = 1; step < 5; step++) {
                assertSaid(decoder.extend(cache, List.of(step(0, step, 11))), repeated(11, step + 1));
            }
        }
        assertThat(device.replays.get()).isZero();
    }

    @Test
    void shouldStepWithoutRecordingsWhereNoExecutionCanBeMade() {
        plan.mostExecutions = plan.executions;
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11)));
            for (int step = 1; step < 5; step++) {
                assertSaid(decoder.extend(cache, List.of(step(0, step, 11))), repeated(11, step + 1));
            }
        }
        assertThat(device.replays.get()).isZero();
    }

    @Test
    void shouldTryOnceToMakeAnExecutionForACacheAndABatchSize() {
        int before = plan.executions;
        plan.mostExecutions = before;
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11)));
            for (int step = 1; step < 5; step++) {
                decoder.extend(cache, List.of(step(0, step, 11)));
            }
        }
        assertThat(plan.executions).isEqualTo(before + 1);
    }

    @Test
    void shouldMakeAnExecutionForALaterCacheWhereItCouldNotForAnEarlier() {
        plan.mostExecutions = plan.executions;
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11)));
            decoder.extend(cache, List.of(step(0, 1, 11)));
        }
        plan.mostExecutions = Integer.MAX_VALUE;
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11)));
            for (int step = 1; step < 4; step++) {
                assertSaid(decoder.extend(cache, List.of(step(0, step, 11))), repeated(11, step + 1));
            }
        }
        assertThat(device.replays.get()).isEqualTo(2);
    }

    @Test
    void shouldMakeNoExecutionInALaneThatFollowsTheWarmUp() {
        for (int rows : bundle.batchProfiles().step()) {
            try (KeyValueCache cache = decoder.newCache(8, rows)) {
                stepTogether(cache, rows, 2);
            }
        }
        int made = plan.executions;
        try (KeyValueCache lane = decoder.newCache(16, 6)) {
            for (int rows : bundle.batchProfiles().step()) {
                stepTogether(lane, rows, 4);
            }
        }
        assertThat(plan.executions).isEqualTo(made);
    }

    @Test
    void shouldRecordAfterTheFirstStepThatGoesWell() {
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11)));
            plan.failingRuns = 1;
            assertThatThrownBy(() -> decoder.extend(cache, List.of(step(0, 1, 11))))
                    .isInstanceOf(DeviceFailure.class);

            assertSaid(decoder.extend(cache, List.of(step(0, 1, 11))), repeated(11, 2));
            assertThat(device.recordings.get()).isZero();
            assertSaid(decoder.extend(cache, List.of(step(0, 2, 11))), repeated(11, 3));
            assertThat(device.recordings.get()).isEqualTo(1);
        }
    }

    @Test
    void shouldGiveEverythingBackThoughTheDeviceFailsMeanwhile() {
        device.failsToSynchronize = true;

        assertThatThrownBy(decoder::close).isInstanceOf(DeviceFailure.class);

        assertThat(device.blocks()).isZero();
        assertThat(device.openResources.get()).isZero();
        device.failsToSynchronize = false;
    }

    @Test
    void shouldAllocateNothingPerCall() {
        try (KeyValueCache cache = decoder.newCache(16, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11)));
            int before = device.allocations.get();
            for (int step = 1; step < 10; step++) {
                decoder.extend(cache, List.of(step(0, step, 12)));
            }

            assertThat(device.allocations.get()).isEqualTo(before);
        }
    }

    @Test
    void shouldLeaveTheCacheAsItWasWhenACallFails() {
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            decoder.extend(cache, List.of(prompt(0, 11, 12), prompt(1, 21, 22)));

            assertThatThrownBy(() -> decoder.extend(cache, List.of(step(0, 2, 13), step(1, 2, POISON))))
                    .isInstanceOf(DeviceFailure.class);

            assertSaid(decoder.extend(cache, List.of(step(0, 2, 14))), List.of(11, 12, 14));
        }
    }

    @Test
    void shouldRefuseToWriteBeyondARow() {
        try (KeyValueCache cache = decoder.newCache(8, 2)) {
            assertThatThrownBy(() -> decoder.extend(cache, List.of(step(0, 8, 1))))
                    .hasMessageContaining("do not fit");
        }
    }

    @Test
    void shouldRefuseRowsWithAPastThatDoNotLieTogether() {
        try (KeyValueCache cache = decoder.newCache(8, 4)) {
            assertThatThrownBy(() -> decoder.extend(cache, List.of(step(0, 1, 1), step(2, 1, 1))))
                    .hasMessageContaining("one after another");
        }
    }

    @Test
    void shouldSayHowMuchIsFreeWhenACacheDoesNotFit() {
        assertThatThrownBy(() -> decoder.newCache(40, 1000))
                .isInstanceOf(NoMemory.class)
                .hasMessageContaining("set aside");
    }

    @Test
    void shouldHaveRoomForACacheAfterSomeThatCouldNotBeMade() {
        device.failsToSynchronize = true;
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> decoder.newCache(16, 16)).isInstanceOf(DeviceFailure.class);
        }
        device.failsToSynchronize = false;

        assertThatCode(() -> decoder.newCache(16, 16)).doesNotThrowAnyException();
    }

    @Test
    void shouldTakeACacheBackThoughTheDeviceFailsMeanwhile() {
        for (int i = 0; i < 4; i++) {
            KeyValueCache cache = decoder.newCache(16, 16);
            device.failsToSynchronize = true;
            assertThatThrownBy(cache::close).isInstanceOf(DeviceFailure.class);
            device.failsToSynchronize = false;
        }
    }

    /** Prompts in the first rows of a cache, and steps of all of them at once. */
    private void stepTogether(KeyValueCache cache, int rows, int steps) {
        List<DecoderRow> prompts =
                IntStream.range(0, rows).mapToObj(i -> prompt(i, 11)).toList();
        decoder.extend(cache, prompts);
        for (int step = 1; step < steps; step++) {
            int past = step;
            List<DecoderRow> next =
                    IntStream.range(0, rows).mapToObj(i -> step(i, past, 11)).toList();
            Logits logits = decoder.extend(cache, next);
            for (int i = 0; i < rows; i++) {
                assertThat(logits.values()[i * ToyBundle.VOCABULARY]).isEqualTo(said(repeated(11, past + 1)));
            }
        }
    }

    private static DecoderRow prompt(int cacheRow, int... ids) {
        return DecoderRow.prompt(ids, NONE, List.of(), 0, cacheRow);
    }

    private static DecoderRow step(int cacheRow, int past, int id) {
        return DecoderRow.step(new int[] {id}, 0, past, cacheRow);
    }

    private static ImageEmbedding embedding(int value) {
        float[] values = new float[ToyBundle.QUERIES * 3];
        Arrays.fill(values, value);
        return new ImageEmbedding(values, ToyBundle.QUERIES, 3);
    }

    private static List<Integer> repeated(int token, int times) {
        return Collections.nCopies(times, token);
    }

    @SafeVarargs
    private static void assertSaid(Logits logits, List<Integer>... sequences) {
        assertThat(logits.values()).hasSize(sequences.length * ToyBundle.VOCABULARY);
        for (int i = 0; i < sequences.length; i++) {
            assertThat(logits.values()[i * ToyBundle.VOCABULARY])
                    .as("row %d", i)
                    .isEqualTo(said(sequences[i]));
        }
    }
}
