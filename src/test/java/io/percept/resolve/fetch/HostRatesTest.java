package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostRatesTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-SECOND);

    @Test
    void shouldLetOneSecondsFetchesComeAtOnceAndSpaceOutTheNext() {
        HostRates rates = new HostRates(4, now::get);

        for (int i = 0; i < 4; i++) {
            assertThat(rates.reserve("a", SECOND)).isZero();
        }
        assertThat(rates.reserve("a", SECOND)).isEqualTo(SECOND / 4);
        assertThat(rates.reserve("a", SECOND)).isEqualTo(SECOND / 2);
    }

    @Test
    void shouldRefillAsTimePasses() {
        HostRates rates = new HostRates(2, now::get);
        rates.reserve("a", 0);
        rates.reserve("a", 0);

        assertThat(rates.reserve("a", 0)).isEqualTo(-1);
        now.addAndGet(SECOND / 2);

        assertThat(rates.reserve("a", 0)).isZero();
        assertThat(rates.reserve("a", 0)).isEqualTo(-1);
    }

    @Test
    void shouldTakeNoTurnForWhoCannotWaitForIt() {
        HostRates rates = new HostRates(1, now::get);
        rates.reserve("a", 0);

        assertThat(rates.reserve("a", SECOND / 2)).isEqualTo(-1);

        assertThat(rates.reserve("a", SECOND)).isEqualTo(SECOND);
    }

    @Test
    void shouldSpaceOutFetchesThatAreRarerThanOneASecond() {
        HostRates rates = new HostRates(0.5, now::get);

        assertThat(rates.reserve("a", 0)).isZero();
        assertThat(rates.reserve("a", 5 * SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void shouldKeepHostsApart() {
        HostRates rates = new HostRates(1, now::get);
        rates.reserve("a", 0);

        assertThat(rates.reserve("b", 0)).isZero();
    }

    @Test
    void shouldGiveAHostThePauseThatItAsksFor() {
        HostRates rates = new HostRates(0, now::get);

        rates.pause("a", Duration.ofSeconds(5));

        assertThat(rates.reserve("a", 6 * SECOND)).isEqualTo(5 * SECOND);
        now.addAndGet(5 * SECOND);
        assertThat(rates.reserve("a", 0)).isZero();
    }

    @Test
    void shouldGiveNoPauseWithoutEnd() {
        HostRates rates = new HostRates(10, now::get);

        rates.pause("a", Duration.ofDays(1));

        assertThat(rates.reserve("a", 60 * SECOND)).isEqualTo(HostRates.LONGEST_PAUSE.toNanos());
    }

    @Test
    void shouldLetAllThroughWhereThereIsNoLimit() {
        HostRates rates = new HostRates(0, now::get);

        for (int i = 0; i < 1000; i++) {
            assertThat(rates.reserve("a", 0)).isZero();
        }
    }
}
