package io.percept.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.EngineOptions;
import io.percept.engine.OnnxEngine;
import io.percept.engine.TestBundle;
import io.percept.engine.Tolerance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The engine must say what the training framework says, see {@code golden/README.md} of the bundle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenTest {

    private final Bundle bundle = TestBundle.bundle();
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
    void shouldAgreeWithTheTrainingFramework() {
        Parity parity = Parity.check(bundle, golden, engine, Tolerance.SINGLE_PRECISION);

        assertThat(parity.failures()).isEmpty();
        assertThat(parity.cases()).isEqualTo(golden.cases().size());
    }

    @Test
    void shouldNameTheCaseWhoseLogitsDiffer() {
        GoldenCase first = golden.cases().getFirst();
        float[] logits = first.logits().clone();
        logits[3] += 0.1f;

        Parity parity =
                Parity.check(bundle, with(first, logits, first.generated()), engine, Tolerance.SINGLE_PRECISION);

        assertThat(parity.failures())
                .singleElement()
                .asString()
                .contains(first.prompt())
                .contains("logits");
    }

    @Test
    void shouldNameTheTokenFromWhichAContinuationDiffers() {
        GoldenCase first = golden.cases().stream()
                .filter(each -> each.generated().length > 1)
                .findFirst()
                .orElseThrow();
        int[] generated = first.generated().clone();
        generated[1]++;

        Parity parity =
                Parity.check(bundle, with(first, first.logits(), generated), engine, Tolerance.SINGLE_PRECISION);

        assertThat(parity.failures()).singleElement().asString().contains("from token 1 on");
    }

    @Test
    void shouldContinueEachSequenceInCompanyAsAlone() {
        BatchInvariance invariance = BatchInvariance.check(bundle, golden, engine);

        assertThat(invariance.holds()).as(invariance.toString()).isTrue();
        assertThat(invariance.logitDifference()).isLessThan(Tolerance.SINGLE_PRECISION.logits());
    }

    @Test
    void shouldSayThatABundleHasNoGoldenCases() {
        Bundle elsewhere = TestBundle.in(bundle.directory().resolve("evaluation"));

        assertThatThrownBy(() -> GoldenSet.load(elsewhere))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("golden.json");
    }

    private GoldenSet with(GoldenCase changed, float[] logits, int[] generated) {
        List<GoldenCase> cases = new ArrayList<>(golden.cases());
        cases.set(
                cases.indexOf(changed),
                new GoldenCase(
                        changed.image(),
                        changed.prompt(),
                        changed.inputIds(),
                        changed.imageRows(),
                        changed.firstEmbedding(),
                        logits,
                        generated));
        return new GoldenSet(cases, golden.images());
    }
}
