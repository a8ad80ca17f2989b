package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.CacheDemand;
import io.percept.engine.EngineUnavailable;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long MEBIBYTE = 1 << 20;

    private final MemoryBudget budget = MemoryBudget.of(
            new CacheDemand(
                    List.of(new CacheDemand.Block("sequences", 64, 96), new CacheDemand.Block("prefixes", 4, 640))),
            8192,
            100 * MEBIBYTE,
            50 * MEBIBYTE);

    @Test
    void shouldAddUpCachesWorkspaceAndBuffers() {
        assertThat(budget.bytes()).isEqualTo(64 * 96 * 8192L + 4 * 640 * 8192L + (100 + 50 + 256) * MEBIBYTE);
    }

    @Test
    void shouldRefuseWithTheArithmeticWhatDoesNotFit() {
        assertThatThrownBy(() -> budget.require(new InMemoryDevice(400 * MEBIBYTE)))
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("400.0 MiB free")
                .hasMessageContaining("needs 474.0 MiB")
                .hasMessageContaining("cache of sequences 48.0 MiB (64 rows × 96 tokens × 8192 B)")
                .hasMessageContaining("percept.worker.rows");
    }

    @Test
    void shouldRefusePlansThatWouldNotFitByThemselves() {
        MemoryBudget plans = MemoryBudget.ofPlans(30 * MEBIBYTE, 80 * MEBIBYTE);

        assertThatThrownBy(() -> plans.require(new InMemoryDevice(100 * MEBIBYTE)))
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("100.0 MiB free")
                .hasMessageContaining("needs 110.0 MiB")
                .hasMessageContaining("weights of the encoder 30.0 MiB")
                .hasMessageContaining("weights of the decoder 80.0 MiB")
                .hasMessageNotContaining("percept.worker.rows");
    }

    @Test
    void shouldAllowWhatFits() {
        assertThatCode(() -> budget.require(new InMemoryDevice(475 * MEBIBYTE))).doesNotThrowAnyException();
    }
}
