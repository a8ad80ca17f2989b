package io.percept.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import io.percept.engine.OnnxEngine;
import io.percept.engine.TestBundle;
import io.percept.engine.Tolerance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The variant that is shipped keeps to what its bundle says of it, and is one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VariantTest {

    private final Bundle bundle = TestBundle.bundle().with("int8");
    private final GoldenSet golden = GoldenSet.load(bundle);
    private OnnxEngine engine;

    @BeforeAll
    void open() {
        engine = OnnxEngine.open(bundle, new EngineOptions(2, false));
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void shouldAgreeWithTheTrainingFrameworkWithinItsTolerance() {
        Parity parity = Parity.check(bundle, golden, engine, bundle.variant().tolerance());

        assertThat(parity.failures()).as(parity.toString()).isEmpty();
    }

    @Test
    void shouldNameItselfWithItsThreads() {
        assertThat(engine.identity()).contains(" cpu x2 int8 via DJL ");
    }

    @Test
    void shouldComputeInAnotherPrecisionThanTheStandard() {
        Parity parity = Parity.check(bundle, golden, engine, Tolerance.SINGLE_PRECISION);

        assertThat(parity.embeddingDifference()).isGreaterThan(Tolerance.SINGLE_PRECISION.embeddings());
    }

    @Test
    void shouldContinueEachSequenceInCompanyAsAlone() {
        BatchInvariance invariance = BatchInvariance.check(bundle, golden, engine);

        assertThat(invariance.holds()).as(invariance.toString()).isTrue();
        assertThat(invariance.embeddingDifference()).isLessThan(1e-4f);
        assertThat(invariance.logitDifference()).isLessThan(1e-3f);
    }
}
