package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;
import io.percept.engine.FaultyEngine;
import io.percept.engine.ModelEngine;
import io.percept.engine.TextDecoder;
import io.percept.engine.tensorrt.DeviceDecoders;
import io.percept.prompt.CandidateScores;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes together, each plan ends once, with what it would give alone. */
class WorkerProperties {

    @Property(tries = 150)
    void shouldEndEachPlanWithWhatItGivesAlone(
            @ForAll("plans") @Size(min = 1, max = 40) List<TokenPlan> plans,
            @ForAll @IntRange(min = Decoding.WIDEST_BEAM, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 5) int prefillRows,
            @ForAll @IntRange(min = 1, max = 60) int prefillTokens,
            @ForAll @IntRange(min = 1, max = 6) int together,
            @ForAll long seed) {
        FakeEngine engine = new FakeEngine();
        Random random = new Random(seed);
        WorkerOptions options =
                new WorkerOptions(3, Duration.ofMillis(1), rows, prefillRows, prefillTokens, 64, 64, 64, 1000);
        try (ModelWorker worker = new ModelWorker(FakeEngine.bundle(), engine, engine, options, WorkerListener.NONE)) {
            Supplier<Urgency> urgency = () -> {
                Optional<Instant> due = Optional.of(Instant.now().plusMillis(random.nextInt(-100, 100)));
                return new Urgency(random.nextInt(-3, 4), due.filter(any -> random.nextBoolean()));
            };
            checkAll(plans, submit(worker, plans, together, urgency));
        }
    }

    @Property(tries = 60)
    void shouldEndEachPlanWithWhatItGivesAloneWhereEncoderAndDecoderShareCores(
            @ForAll("plans") @Size(min = 1, max = 80) List<TokenPlan> plans,
            @ForAll @IntRange(min = 8, max = 32) int fullCall,
            @ForAll @IntRange(min = 1, max = 6) int together,
            @ForAll long seed) {
        FakeEngine engine = new FakeEngine() {
            @Override
            public int fullCall() {
                return fullCall;
            }
        };
        Random random = new Random(seed);
        try (ModelWorker worker =
                new ModelWorker(FakeEngine.bundle(), engine, engine, WorkerOptions.DEFAULT, WorkerListener.NONE)) {
            checkAll(
                    plans, submit(worker, plans, together, () -> new Urgency(random.nextInt(-3, 4), Optional.empty())));
        }
    }

    @Property(tries = 60)
    void shouldEndEachPlanWithWhatItGivesAloneWithTheCacheOnADevice(
            @ForAll("plans") @Size(min = 1, max = 30) List<TokenPlan> plans,
            @ForAll @IntRange(min = Decoding.WIDEST_BEAM, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 5) int prefillRows,
            @ForAll @IntRange(min = 1, max = 6) int together,
            @ForAll boolean record) {
        Bundle bundle = FakeEngine.deviceBundle();
        WorkerOptions options = new WorkerOptions(3, Duration.ofMillis(1), rows, prefillRows, 60, 64, 4096, 4096, 1000);
        try (TextDecoder decoder = DeviceDecoders.inMemory(
                        bundle,
                        ModelWorker.cacheDemand(bundle, options),
                        FakeEngine::logits,
                        FakeEngine.IMAGE,
                        FakeEngine.POISON,
                        record);
                ModelWorker worker = new ModelWorker(bundle, new FakeEngine(), decoder, options, WorkerListener.NONE)) {
            checkAll(plans, submit(worker, plans, together, () -> Urgency.NORMAL));
        }
    }

    @Property(tries = 60)
    void shouldEndEachPlanWithWhatItGivesAloneWhereCautionComesAndGoes(
            @ForAll("plans") @Size(min = 1, max = 30) List<TokenPlan> plans,
            @ForAll @IntRange(min = 1, max = 6) int together,
            @ForAll @IntRange(min = 1, max = 20) int roundsOfEach) {
        FakeEngine engine = new FakeEngine();
        AtomicInteger rounds = new AtomicInteger();
        BooleanSupplier careful = () -> rounds.getAndIncrement() / roundsOfEach % 2 == 0;
        try (ModelWorker worker = careful(engine, WorkerOptions.DEFAULT, careful, WorkerListener.NONE)) {
            checkAll(plans, submit(worker, plans, together, () -> Urgency.NORMAL));
        }
    }

    @Example
    void shouldHaveOnePlanAtATimeInTheDecoderWhileItIsCareful() {
        FaultyEngine engine = new FaultyEngine(new FakeEngine()).withMemoryFor(1);
        AtomicInteger tooMuch = new AtomicInteger();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void callFailed(String part, int size) {
                tooMuch.incrementAndGet();
            }
        };
        WorkerOptions options = new WorkerOptions(1, Duration.ZERO, 8, 4, 60, 64, 64, 64, 1000);
        List<TokenPlan> plans = IntStream.range(0, 30)
                .<TokenPlan>mapToObj(i -> new GenerationPlan(Plans.image(i % 4), Plans.text(3 + i % 9, 14), 6))
                .toList();
        try (ModelWorker worker = careful(engine, options, () -> true, listener)) {
            List<CompletableFuture<TokenOutcome>> results = worker.submit(plans, Urgency.NORMAL);
            checkAll(plans, results);
        }

        assertThat(tooMuch).hasValue(0);
    }

    private static ModelWorker careful(
            ModelEngine engine, WorkerOptions options, BooleanSupplier careful, WorkerListener listener) {
        return new ModelWorker(
                FakeEngine.bundle(),
                engine.encoder(),
                engine.decoder(),
                options,
                new EmbeddingCache(1 << 20, listener),
                headStart -> 0,
                careful,
                listener);
    }

    @Property(tries = 20)
    void shouldEndAllPlansOnClosing(
            @ForAll("plans") @Size(min = 1, max = 40) List<TokenPlan> plans,
            @ForAll @IntRange(min = 0, max = 2000) int micros)
            throws InterruptedException {
        FakeEngine engine = new FakeEngine();
        List<CompletableFuture<TokenOutcome>> results;
        try (ModelWorker worker =
                new ModelWorker(FakeEngine.bundle(), engine, engine, WorkerOptions.DEFAULT, WorkerListener.NONE)) {
            results = worker.submit(plans, Urgency.NORMAL);
            TimeUnit.MICROSECONDS.sleep(micros);
        }
        for (CompletableFuture<TokenOutcome> result : results) {
            assertThat(result.handle((outcome, failure) -> failure == null
                                    || PerceptException.of(failure).code() == ErrorCode.STOPPING
                                    || PerceptException.of(failure).code() == ErrorCode.ENGINE_FAILED)
                            .orTimeout(10, TimeUnit.SECONDS)
                            .join())
                    .isTrue();
        }
    }

    /** In groups of so many that come together. */
    private static List<CompletableFuture<TokenOutcome>> submit(
            ModelWorker worker, List<TokenPlan> plans, int together, Supplier<Urgency> urgency) {
        List<CompletableFuture<TokenOutcome>> results = new ArrayList<>();
        for (int i = 0; i < plans.size(); i += together) {
            results.addAll(worker.submit(plans.subList(i, Math.min(plans.size(), i + together)), urgency.get()));
        }
        return results;
    }

    private static void checkAll(List<TokenPlan> plans, List<CompletableFuture<TokenOutcome>> results) {
        assertThat(results).hasSameSizeAs(plans);
        for (int i = 0; i < plans.size(); i++) {
            check(plans.get(i), results.get(i));
        }
    }

    private static void check(TokenPlan plan, CompletableFuture<TokenOutcome> result) {
        TokenOutcome expected = FakeEngine.expected(plan);
        if (expected == null) {
            assertThat(result.orTimeout(20, TimeUnit.SECONDS)
                            .handle((outcome, failure) -> failure)
                            .join())
                    .isInstanceOfSatisfying(Throwable.class, failure -> assertThat(PerceptException.of(
                                            failure instanceof CompletionException ? failure.getCause() : failure)
                                    .getMessage())
                            .contains("poison"));
            return;
        }
        switch (result.orTimeout(20, TimeUnit.SECONDS).join()) {
            case Generation generation -> {
                assertThat(generation.ids()).isEqualTo(((Generation) expected).ids());
                assertThat(generation.complete()).isEqualTo(((Generation) expected).complete());
            }
            case CandidateScores scores -> assertThat(scores.logProbabilities())
                    .usingComparatorWithPrecision(1e-9)
                    .containsExactly(((CandidateScores) expected).logProbabilities());
        }
    }

    @Provide
    Arbitrary<List<TokenPlan>> plans() {
        Arbitrary<TokenSequence> documents = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 6))
                .as((colour, length) -> {
                    int[] ids = new int[length];
                    Arrays.fill(ids, 13 + length);
                    return colour == 0 ? Plans.text(prepend(length)) : Plans.image(colour, ids);
                });
        Arbitrary<TokenSequence> prefixes = Combinators.combine(
                        documents, Arbitraries.integers().between(0, 3))
                .as((document, stem) -> stem == 0 ? document : Plans.afterStem(Plans.image(stem, 14, 15), document));
        Arbitrary<TokenSequence> prompts = tokens(0, 5).map(Plans::text);
        Arbitrary<TokenPlan> generations = Combinators.combine(
                        prefixes,
                        prompts,
                        Arbitraries.integers().between(1, 18),
                        Plans.strategies(),
                        Plans.constraints())
                .as(GenerationPlan::new);
        Arbitrary<TokenPlan> scorings = Combinators.combine(
                        prefixes, prompts, tokens(1, 4).list().ofMinSize(1).ofMaxSize(4))
                .as(ScoringPlan::new);
        return Arbitraries.oneOf(generations, scorings).list();
    }

    private static int[] prepend(int length) {
        int[] ids = new int[length + 1];
        Arrays.fill(ids, 12);
        return ids;
    }

    /** Tokens, now and then with poison among them. */
    private static Arbitrary<int[]> tokens(int least, int most) {
        Arbitrary<Integer> token = Arbitraries.frequencyOf(
                Tuple.of(60, Arbitraries.integers().between(13, FakeEngine.VOCABULARY - 2)),
                Tuple.of(1, Arbitraries.just(FakeEngine.POISON)));
        return token.array(int[].class).ofMinSize(least).ofMaxSize(most);
    }
}
