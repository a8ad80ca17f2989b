package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Decoding.Beam;
import io.percept.contract.Decoding.Greedy;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.SequenceConstraint;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
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
            Generation found = worker.generate(plan).join();

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

        assertThat(worker.generate(narrow).join().ids())
                .isEqualTo(worker.generate(greedy).join().ids());
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
