package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.DecoderRow;
import io.percept.engine.EngineFailure;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.NoMemory;
import io.percept.engine.TextDecoder;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.MinLength;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where there is no memory for a cache, or for a call's own buffers, those that need it fail, and no others. */
@Timeout(30)
class CacheShortageTest {

    private static final int TOKENS = 20;
    private static final List<Integer> CAPACITIES = FakeEngine.bundle().cacheCapacities();

    /** The least that the pauses between the tries of an event are together: half of 0.5, 1, 2, 4 and 8 seconds. */
    private static final Duration TRIES = Duration.ofMillis(7_750);

    private final FakeEngine engine = new FakeEngine();
    private final AtomicInteger refused = new AtomicInteger();

    /** Has memory for caches of so many rows each, and for calls of so many new tokens in each row. */
    private final class SmallDecoder implements TextDecoder {

        private final int mostRows;
        private final int mostTokens;

        SmallDecoder(int mostRows) {
            this(mostRows, Integer.MAX_VALUE);
        }

        SmallDecoder(int mostRows, int mostTokens) {
            this.mostRows = mostRows;
            this.mostTokens = mostTokens;
        }

        @Override
        public KeyValueCache newCache(int capacity, int rows) {
            if (rows > mostRows) {
                refused.incrementAndGet();
                throw new NoMemory("no room for " + rows, null);
            }
            return engine.newCache(capacity, rows);
        }

        @Override
        public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
            if (rows.stream().anyMatch(row -> row.count() > mostTokens)) {
                throw new NoMemory("no room for the tokens", null);
            }
            return engine.extend(cache, rows);
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldGrowToTheRowsThatAreNeededWhereThereIsNoMemoryForMore() {
        List<TokenPlan> nine = longOnes(9);

        List<CompletableFuture<TokenOutcome>> outcomes = run(9, nine);

        for (int i = 0; i < nine.size(); i++) {
            assertExpected(outcomes.get(i), nine.get(i));
        }
    }

    @Test
    void shouldFailOnlyTheNewSequenceThatHasNoRow() {
        List<TokenPlan> nine = longOnes(9);

        List<CompletableFuture<TokenOutcome>> outcomes = run(8, nine);

        List<Integer> failed = new ArrayList<>();
        for (int i = 0; i < nine.size(); i++) {
            if (outcomes.get(i).isCompletedExceptionally()) {
                failed.add(i);
                assertNoMemory(outcomes.get(i));
            } else {
                assertExpected(outcomes.get(i), nine.get(i));
            }
        }
        assertThat(failed).hasSize(1);
    }

    @Test
    void shouldFailOnlyTheSequenceThatCannotMoveOn() {
        List<TokenPlan> plans = longOnes(8);
        plans.add(plan(21, new Decoding.Greedy(), 13, 14));

        List<CompletableFuture<TokenOutcome>> outcomes = run(8, plans);

        assertNoMemory(outcomes.getLast());
        for (int i = 0; i < 8; i++) {
            assertExpected(outcomes.get(i), plans.get(i));
        }
    }

    @Test
    void shouldFailOnlyTheSearchThatHasNoRowForAHypothesis() {
        List<TokenPlan> plans = longOnes(7);
        plans.add(plan(21, new Decoding.Beam(3, 1), 13, 13, 13, 13, 13, 13));

        List<CompletableFuture<TokenOutcome>> outcomes = run(8, plans);

        assertNoMemory(outcomes.getLast());
        for (int i = 0; i < 7; i++) {
            assertExpected(outcomes.get(i), plans.get(i));
        }
    }

    @Test
    void shouldFailOnlyThePlanWhoseCallThereIsNoMemoryFor() {
        List<TokenPlan> plans = longOnes(4);
        // In the same call as the others.
        plans.add(plan(21, new Decoding.Greedy(), 13, 13, 13, 13, 13, 13, 13, 13));

        List<CompletableFuture<TokenOutcome>> outcomes = run(new SmallDecoder(Integer.MAX_VALUE, 8), plans);

        assertNoMemory(outcomes.getLast(), "no room for the tokens");
        for (int i = 0; i < 4; i++) {
            assertExpected(outcomes.get(i), plans.get(i));
        }
    }

    @Test
    void shouldDoWithoutAShelfForWhichThereIsNoMemory() {
        TokenSequence prefix = Plans.afterStem(Plans.text(14, 15), Plans.image(7, 13));
        List<TokenPlan> labels = new ArrayList<>();
        for (int label = 13; label < 17; label++) {
            labels.add(new ScoringPlan(prefix, Plans.text(label), List.of(new int[] {14}, new int[] {15})));
        }

        List<CompletableFuture<TokenOutcome>> outcomes = run(3, labels);

        for (int i = 0; i < labels.size(); i++) {
            assertExpected(outcomes.get(i), labels.get(i));
        }
    }

    @Test
    void shouldNotAskAgainAtOnceForWhatThereWasNoMemoryFor() {
        CacheSource caches = new CacheSource(new SmallDecoder(8), CAPACITIES.getFirst(), CacheSource.FOR_PLANS);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> caches.make(16)).isInstanceOf(NoCacheMemory.class);
        }
        assertThat(caches.make(8).rows()).isEqualTo(8);
        assertThatThrownBy(() -> caches.make(17))
                .isInstanceOf(NoCacheMemory.class)
                .hasMessageContaining("17 sequences")
                .hasMessageContaining("no room");

        assertThat(refused).hasValue(1);
    }

    @Test
    void shouldAskAgainAfterThePauseWhichIsOverBeforeTheLastTryOfAnEvent() {
        AtomicLong nanos = new AtomicLong(1);
        Duration pause = CacheSource.FOR_PLANS;
        CacheSource caches = new CacheSource(new SmallDecoder(8), CAPACITIES.getFirst(), pause, nanos::get);
        assertThatThrownBy(() -> caches.make(16)).isInstanceOf(NoCacheMemory.class);

        nanos.addAndGet(pause.toNanos() - 1);
        assertThatThrownBy(() -> caches.make(16)).isInstanceOf(NoCacheMemory.class);
        assertThat(refused).hasValue(1);
        nanos.incrementAndGet();
        assertThatThrownBy(() -> caches.make(16)).isInstanceOf(NoCacheMemory.class);

        assertThat(refused).hasValue(2);
        assertThat(pause).isLessThan(TRIES);
    }

    @Test
    void shouldSayWhatKeepsTheEngineFromMakingACacheWhereItIsNotMemory() {
        CacheSource caches = new CacheSource(
                failing(new EngineFailure("an illegal memory access was encountered", null)),
                CAPACITIES.getFirst(),
                CacheSource.FOR_PLANS);

        assertThatThrownBy(() -> caches.make(1))
                .isInstanceOf(NoCacheMemory.class)
                .hasMessageStartingWith("The engine makes no cache of 1 sequences")
                .hasMessageContaining("an illegal memory access was encountered");
    }

    @Test
    void shouldLetAnEngineThatIsLostSayThat() {
        EngineLost lost = new EngineLost("it does not answer", null);
        CacheSource caches = new CacheSource(failing(lost), CAPACITIES.getFirst(), CacheSource.FOR_PLANS);

        assertThatThrownBy(() -> caches.make(1)).isSameAs(lost);
    }

    @Test
    void shouldNotBlameAPlanForACopyOfRowsThatTheEngineFails() {
        List<TokenPlan> plans = List.of(plan(21, new Decoding.Beam(3, 1), 13, 14));

        List<CompletableFuture<TokenOutcome>> outcomes = run(new UncopyingDecoder(), plans);

        assertThat(PerceptException.of(outcomes.getFirst().exceptionNow()).isPassing())
                .isTrue();
    }

    /** Fails when rows of a cache are to be copied. */
    private final class UncopyingDecoder implements TextDecoder {

        private record Cache(KeyValueCache real) implements KeyValueCache {

            @Override
            public int capacity() {
                return real.capacity();
            }

            @Override
            public int rows() {
                return real.rows();
            }

            @Override
            public void copyTokens(KeyValueCache from, int fromRow, int toRow, int first, int count) {
                throw new EngineFailure("an illegal memory access was encountered", null);
            }

            @Override
            public void close() {
                real.close();
            }
        }

        @Override
        public KeyValueCache newCache(int capacity, int rows) {
            return new Cache(engine.newCache(capacity, rows));
        }

        @Override
        public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
            return engine.extend(cache == null ? null : ((Cache) cache).real(), rows);
        }

        @Override
        public void close() {}
    }

    private static TextDecoder failing(EngineFailure failure) {
        return new TextDecoder() {
            @Override
            public KeyValueCache newCache(int capacity, int rows) {
                throw failure;
            }

            @Override
            public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
    }

    /** Each begins in a row of the second capacity and moves on to one of the third. */
    private static List<TokenPlan> longOnes(int count) {
        List<TokenPlan> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            plans.add(plan(13 + i, new Decoding.Greedy(), 13, 13, 13, 13, 13, 13));
        }
        return plans;
    }

    /** Of a prefix that no other has, and of just so many tokens. */
    private static GenerationPlan plan(int prefix, Decoding.Strategy strategy, int... prompt) {
        return new GenerationPlan(
                Plans.text(prefix),
                Plans.text(prompt),
                TOKENS,
                strategy,
                List.of(new MinLength(TOKENS, FakeEngine.EOS)));
    }

    /** The outcomes of plans that come together, once all have ended. */
    private List<CompletableFuture<TokenOutcome>> run(int mostRows, List<TokenPlan> plans) {
        return run(new SmallDecoder(mostRows), plans);
    }

    private List<CompletableFuture<TokenOutcome>> run(TextDecoder decoder, List<TokenPlan> plans) {
        WorkerOptions options = new WorkerOptions(4, Duration.ZERO, 32, 16, 1536, 100_000, 0, 0, 1000);
        try (ModelWorker worker = new ModelWorker(FakeEngine.bundle(), engine, decoder, options, WorkerListener.NONE)) {
            List<CompletableFuture<TokenOutcome>> outcomes = worker.submit(plans, Urgency.NORMAL);
            assertThat(CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                            .handle((done, failure) -> true))
                    .succeedsWithin(Duration.ofSeconds(20));
            return outcomes;
        }
    }

    private static void assertExpected(CompletableFuture<TokenOutcome> outcome, TokenPlan plan) {
        assertThat(outcome).succeedsWithin(Duration.ZERO);
        assertThat(outcome.join())
                .usingRecursiveComparison()
                .withComparatorForType((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1, Double.class)
                .isEqualTo(FakeEngine.expected(plan));
    }

    private static void assertNoMemory(CompletableFuture<TokenOutcome> outcome) {
        assertNoMemory(outcome, "There is no memory for a cache");
    }

    private static void assertNoMemory(CompletableFuture<TokenOutcome> outcome, String message) {
        assertThat(outcome).isCompletedExceptionally();
        PerceptException failure = PerceptException.of(outcome.exceptionNow());
        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(failure.isPassing()).isTrue();
        assertThat(failure).hasMessageContaining(message);
    }
}
