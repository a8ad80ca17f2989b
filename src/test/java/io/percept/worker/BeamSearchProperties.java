package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Decoding.Beam;
import io.percept.contract.Decoding.Greedy;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.SequenceConstraint;
import io.percept.prompt.TokenSequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

/** Beam search by rows of a cache gives what it gives by whole sequences. */
class BeamSearchProperties {

    private final FakeEngine engine = new FakeEngine();
    private final ModelWorker worker =
            new ModelWorker(FakeEngine.bundle(), engine, engine, WorkerOptions.DEFAULT, WorkerListener.NONE);

    @AfterProperty
    void close() {
        worker.close();
    }

    @Property(tries = 400)
    void shouldEqualTheReference(
            @ForAll @IntRange(min = 13, max = 22) int first,
            @ForAll @IntRange(min = 13, max = 22) int second,
            @ForAll @IntRange(min = 1, max = 5) int width,
            @ForAll @IntRange(min = 1, max = 30) int maxTokens,
            @ForAll("penalties") double lengthPenalty,
            @ForAll("constraints") List<SequenceConstraint> constraints) {
        GenerationPlan plan = new GenerationPlan(
                Plans.image(first), Plans.text(second), maxTokens, new Beam(width, lengthPenalty), constraints);
        Generation expected = (Generation) FakeEngine.expected(plan);

        if (expected != null) {
            Generation found = OnePlan.generate(worker, plan).join();

            assertThat(found.ids()).isEqualTo(expected.ids());
            assertThat(found.complete()).isEqualTo(expected.complete());
        }
    }

    @Property(tries = 100)
    void shouldFollowTheLikeliestTokensWithAWidthOfOne(
            @ForAll @IntRange(min = 13, max = 22) int first, @ForAll @IntRange(min = 1, max = 20) int maxTokens) {
        GenerationPlan greedy =
                new GenerationPlan(Plans.image(first), Plans.text(20), maxTokens, new Greedy(), List.of());
        GenerationPlan narrow =
                new GenerationPlan(Plans.image(first), Plans.text(20), maxTokens, new Beam(1, 1), List.of());

        assertThat(OnePlan.generate(worker, narrow).join().ids())
                .isEqualTo(OnePlan.generate(worker, greedy).join().ids());
    }

    @Property(tries = 200)
    void shouldGiveATextThatIsFinishedOrAsLongAsItMayBe(
            @ForAll @IntRange(min = 13, max = 22) int first,
            @ForAll @IntRange(min = 1, max = 5) int width,
            @ForAll @IntRange(min = 1, max = 30) int maxTokens,
            @ForAll("penalties") double lengthPenalty) {
        Generation found = OnePlan.generate(
                        worker,
                        new GenerationPlan(
                                Plans.image(first),
                                Plans.text(20),
                                maxTokens,
                                new Beam(width, lengthPenalty),
                                List.of()))
                .join();

        assertThat(found.complete() || found.ids().length == maxTokens).isTrue();
    }

    @Example
    void shouldTakeNoTextThatIsUnderWayWhereEnoughHaveFinished() {
        int a = 13;
        int the = 14;
        int dog = 15;
        int cat = 16;
        int is = 17;
        int on = 18;
        int in = 19;
        Map<List<Integer>, Map<Integer, Double>> next = Map.of(
                List.of(), Map.of(a, 0.6, the, 0.4),
                List.of(a), Map.of(FakeEngine.EOS, 0.51, cat, 0.49),
                List.of(the), Map.of(dog, 0.9, FakeEngine.EOS, 0.1),
                List.of(a, cat), Map.of(is, 0.99, FakeEngine.EOS, 0.01),
                List.of(the, dog), Map.of(on, 0.6, FakeEngine.EOS, 0.4),
                List.of(a, cat, is), Map.of(in, 0.99, FakeEngine.EOS, 0.01),
                List.of(the, dog, on), Map.of(FakeEngine.EOS, 0.9, in, 0.1));
        TokenSequence prefix = Plans.image(20);
        int prompt = prefix.length() + 1;
        engine.model = tokens ->
                logits(next.getOrDefault(tokens.subList(Math.min(prompt, tokens.size()), tokens.size()), Map.of()));

        // After four tokens "a" and "the dog on" have ended, and "a cat is in" is under way, and worth more than both.
        Generation found = OnePlan.generate(
                        worker, new GenerationPlan(prefix, Plans.text(20), 30, new Beam(2, 1), List.of()))
                .join();

        assertThat(found.ids()).containsExactly(the, dog, on);
        assertThat(found.complete()).isTrue();
    }

    private static float[] logits(Map<Integer, Double> probabilities) {
        float[] logits = new float[FakeEngine.VOCABULARY];
        Arrays.fill(logits, -20);
        probabilities.forEach((token, probability) -> logits[token] = (float) Math.log(probability));
        return logits;
    }

    @Provide
    Arbitrary<Double> penalties() {
        return Arbitraries.doubles().between(-2, 3);
    }

    @Provide
    Arbitrary<List<SequenceConstraint>> constraints() {
        return Plans.constraints();
    }
}
