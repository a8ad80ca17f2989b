package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Whatever a host says in its headers: how long it is left alone, how long its body is kept and where it leads to are bounded. */
class ServerHeadersFuzzTest {

    private static final int MAX_BYTES = 10_000;
    private static final String HOST = "images.example";
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.FETCH_FAILED, ErrorCode.UNSUPPORTED_MEDIA, ErrorCode.IMAGE_TOO_LARGE);

    /** Until after the last date that the header can name, in the year 9999. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(999_999_999);

    /** Nine digits of seconds. */
    private static final Duration LONGEST_FRESH = Duration.ofSeconds(999_999_999);

    private static final AnswerReader ANSWERS = new AnswerReader(ServerHeadersFuzzTest::checkPause);

    @FuzzTest
    void shouldHeedOrRefuseAnyHeaders(byte[] answer) {
        Cost.keepBelow(100 << 20, Duration.ofSeconds(4), () -> {
            Refusals.allow(REFUSALS, () -> read(answer, false));
            Refusals.allow(REFUSALS, () -> read(answer, true));
        });
    }

    private static void read(byte[] answer, boolean conditional) {
        HttpReader reader = new HttpReader(new ByteArrayInputStream(answer), MAX_BYTES);
        try {
            switch (ANSWERS.read(reader, HOST, conditional)) {
                case Answer.Body body -> {
                    assertThat(body.bytes()).hasSizeLessThanOrEqualTo(MAX_BYTES);
                    checkKept(body.head());
                }
                case Answer.Unchanged unchanged -> {
                    assertThat(conditional).isTrue();
                    checkKept(unchanged.head());
                }
                case Answer.Redirect redirect -> assertThat(redirect.location().toString())
                        .matches("[!-~]*");
            }
        } catch (IOException refused) {
            assertThat(refused).hasMessageMatching("(?s)(it|its|a line|the connection) .*");
        }
    }

    private static void checkPause(Duration wait) {
        assertThat(wait).isBetween(Duration.ZERO, LONGEST_WAIT);
        HostRates rates = new HostRates(0, () -> 0);
        rates.pause(HOST, wait);
        assertThat(rates.reserve(HOST, Long.MAX_VALUE)).isBetween(0L, HostRates.LONGEST_PAUSE.toNanos());
    }

    private static void checkKept(HttpResponse head) {
        CacheRules.fresh(head).ifPresent(fresh -> assertThat(fresh).isBetween(Duration.ZERO, LONGEST_FRESH));
        assertThat(Validators.of(head).conditions())
                .hasSizeLessThan(400)
                .matches("(If-None-Match: (W/)?\"[!-~]*\"\r\n)?(If-Modified-Since: [ -~]*\r\n)?");
    }
}
