package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheMemoryTest {

    private static final long GIGABYTE = 1L << 30;

    @Test
    void shouldSayWhatToChangeWhereTheCachesCanOutgrowTheMemory() {
        assertThat(new CacheMemory(2, 3 * GIGABYTE, GIGABYTE).shortage().orElseThrow())
                .contains("2 engines", "3072 MiB", "1024 MiB", "-XX:MaxDirectMemorySize", "percept.worker.rows");
    }

    @Test
    void shouldSayNothingWhereTheMemoryIsEnough() {
        assertThat(new CacheMemory(2, GIGABYTE, GIGABYTE).shortage()).isEmpty();
    }

    @Test
    void shouldCountTheCachesOfEveryEngine() {
        CacheMemory one = CacheMemory.of(FakeEngine.bundle(), WorkerOptions.DEFAULT, 1);
        CacheMemory three = CacheMemory.of(FakeEngine.bundle(), WorkerOptions.DEFAULT, 3);

        assertThat(one.most()).isPositive();
        assertThat(three.most()).isEqualTo(3 * one.most());
        assertThat(three.limit()).isPositive();
    }

    @Test
    void shouldNeedNothingWhereNoEngineSharesTheMachine() {
        assertThat(CacheMemory.of(FakeEngine.bundle(), WorkerOptions.DEFAULT, 0).shortage())
                .isEmpty();
    }
}
