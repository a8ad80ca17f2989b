package io.percept.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.DecoderRow;
import io.percept.engine.EngineFailure;
import io.percept.engine.EngineOptions;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.ModelEngine;
import io.percept.engine.NoNumbers;
import io.percept.engine.OnnxEngine;
import io.percept.engine.TestBundle;
import io.percept.engine.TextDecoder;
import io.percept.engine.Tolerance;
import io.percept.engine.VisionEncoder;
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
    void shouldNameTheCaseThatComesOutAsNoNumber() {
        GoldenCase first = golden.cases().getFirst();
        ModelEngine broken = failingOn(first, new NoNumbers("A sequence"));

        Parity parity = Parity.check(bundle, golden, broken, Tolerance.SINGLE_PRECISION);

        assertThat(parity.agrees()).isFalse();
        assertThat(parity.logitDifference()).isNaN();
        assertThat(parity.failures())
                .singleElement()
                .asString()
                .startsWith(first.label() + ": ")
                .contains("no number");
        assertThat(BatchInvariance.check(bundle, golden, broken).holds()).isFalse();
    }

    @Test
    void shouldNotTakeAnEngineThatFailsForOneThatComputesWrong() {
        ModelEngine dead = failingOn(golden.cases().getFirst(), new EngineFailure("an illegal memory access", null));

        assertThatThrownBy(() -> Parity.check(bundle, golden, dead, Tolerance.SINGLE_PRECISION))
                .isInstanceOf(EngineFailure.class)
                .hasMessage("an illegal memory access");
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

    /** The engine with a decoder that fails on the prompt of a case. */
    private ModelEngine failingOn(GoldenCase one, EngineFailure failure) {
        TextDecoder decoder = new TextDecoder() {
            @Override
            public KeyValueCache newCache(int capacity, int rows) {
                return engine.decoder().newCache(capacity, rows);
            }

            @Override
            public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
                if (rows.stream().anyMatch(row -> row.ids() == one.inputIds())) {
                    throw failure;
                }
                return engine.decoder().extend(cache, rows);
            }

            @Override
            public void close() {}
        };
        return new ModelEngine() {
            @Override
            public VisionEncoder encoder() {
                return engine.encoder();
            }

            @Override
            public TextDecoder decoder() {
                return decoder;
            }

            @Override
            public String identity() {
                return engine.identity();
            }

            @Override
            public void close() {}
        };
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
