package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostBreakersTest {

    private static final Instant START = Instant.parse("2025-05-05T12:00:00Z");
    private static final Duration FAIR = Duration.ofMillis(500);

    private final Time time = new Time();
    private final HostBreakers breakers =
            new HostBreakers(new BreakerLimits(4, 0.5, Duration.ofSeconds(30)), FAIR, time);

    @Test
    void shouldLeaveAHostAloneAfterItsShareOfFailures() {
        succeed("a");
        fail("a", FetchFault.passing("broken"));
        succeed("a");
        assertThatCode(() -> breakers.check("a")).doesNotThrowAnyException();

        fail("a", FetchFault.passing("broken"));

        assertThatThrownBy(() -> breakers.check("a"))
                .hasMessageContaining("the host a ")
                .hasMessageContaining("2025-05-05T12:00:30Z")
                .isInstanceOfSatisfying(PerceptException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_FAILED);
                    assertThat(refused.isPassing()).isTrue();
                });
        assertThat(breakers.open()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAnswersForFailuresOfTheHost() {
        for (int i = 0; i < 20; i++) {
            fail("a", FetchFault.failed("answered with status 404"));
        }

        assertThatCode(() -> breakers.check("a")).doesNotThrowAnyException();
    }

    @Test
    void shouldKeepHostsApart() {
        open("a");

        assertThatCode(() -> breakers.check("b")).doesNotThrowAnyException();
    }

    @Test
    void shouldTryAHostAgainByOneFetch() {
        open("a");
        time.now = START.plusSeconds(31);

        String answer = breakers.call("a", later(), () -> {
            assertThatThrownBy(() -> breakers.check("a")).hasMessageContaining("failed too often");
            return "image";
        });

        assertThat(answer).isEqualTo("image");
        assertThatCode(() -> breakers.check("a")).doesNotThrowAnyException();
        assertThat(breakers.open()).isZero();
    }

    @Test
    void shouldLeaveAHostAloneAgainWhenItsTrialFails() {
        open("a");
        time.now = START.plusSeconds(31);

        fail("a", FetchFault.passing("broken"));

        assertThatThrownBy(() -> breakers.check("a")).hasMessageContaining("2025-05-05T12:01:01Z");
    }

    @Test
    void shouldNotLoseTheTrialToAFetchThatOnlyLooks() {
        open("a");
        time.now = START.plusSeconds(31);

        breakers.check("a");
        breakers.check("a");

        succeed("a");
        assertThat(breakers.open()).isZero();
    }

    @Test
    void shouldNotLoseTheTrialToAFetchThatProvesNothing() {
        open("a");
        time.now = START.plusSeconds(31);

        fail("a", FetchFault.stopping(null));
        assertThat(catchThrowable(() -> breakers.call("a", later(), () -> {
                    throw new IllegalStateException("ours");
                })))
                .hasMessage("ours");

        succeed("a");
        assertThat(breakers.open()).isZero();
    }

    @Test
    void shouldNotBlameAHostThatHadNoTime() {
        for (int i = 0; i < 20; i++) {
            Deadline passed = new Deadline(System.nanoTime() - 1);
            assertThat(catchThrowable(() -> breakers.call("a", passed, failing(FetchFault.passing("late")))))
                    .isNotNull();
        }

        assertThatCode(() -> breakers.check("a")).doesNotThrowAnyException();
    }

    @Test
    void shouldLeaveAHostAloneForWhatFailsBeforeAFetch() {
        for (int i = 0; i < 4; i++) {
            assertThat(catchThrowable(
                            () -> breakers.callBefore("a", later(), failing(FetchFault.passing("no such server")))))
                    .hasMessageContaining("no such server");
        }

        assertThatThrownBy(() -> breakers.callBefore("a", later(), () -> "address"))
                .hasMessageContaining("failed too often");
    }

    @Test
    void shouldNotTakeWhatGoesWellBeforeAFetchForASuccessOfTheHost() {
        open("a");
        time.now = START.plusSeconds(31);

        assertThat(breakers.callBefore("a", later(), () -> "address")).isEqualTo("address");
        fail("a", FetchFault.passing("broken"));

        assertThatThrownBy(() -> breakers.check("a")).hasMessageContaining("2025-05-05T12:01:01Z");
    }

    @Test
    void shouldLeaveNobodyAloneWhereThatIsNotWanted() {
        HostBreakers none = new HostBreakers(new BreakerLimits(0, 1, Duration.ofSeconds(1)), FAIR, time);

        for (int i = 0; i < 100; i++) {
            assertThat(catchThrowable(() -> none.call("a", later(), failing(FetchFault.passing("broken")))))
                    .hasMessageContaining("broken");
        }

        assertThatCode(() -> none.check("a")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0.5, 1, percept.resolve.fetch.breaker.window",
        "1, 0, 1, percept.resolve.fetch.breaker.failures",
        "1, 1.1, 1, percept.resolve.fetch.breaker.failures",
        "1, NaN, 1, percept.resolve.fetch.breaker.failures",
        "1, 1, 0, percept.resolve.fetch.breaker.open-for"
    })
    void shouldSayWhichLimitIsWrong(int window, double failures, int seconds, String key) {
        assertThatThrownBy(() -> new BreakerLimits(window, failures, Duration.ofSeconds(seconds)))
                .hasMessageContaining(key)
                .hasMessageContaining("set ");
    }

    private void open(String host) {
        for (int i = 0; i < 4; i++) {
            fail(host, FetchFault.passing("broken"));
        }
        assertThat(breakers.open()).isEqualTo(1);
    }

    private void succeed(String host) {
        assertThat(breakers.call(host, later(), () -> "image")).isEqualTo("image");
    }

    private void fail(String host, PerceptException failure) {
        assertThat(catchThrowable(() -> breakers.call(host, later(), failing(failure))))
                .isSameAs(failure);
    }

    private static Supplier<String> failing(PerceptException failure) {
        return () -> {
            throw failure;
        };
    }

    private static Deadline later() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    private static final class Time extends Clock {

        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
