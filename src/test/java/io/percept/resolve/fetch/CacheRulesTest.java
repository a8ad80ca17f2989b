package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60 | 60",
                "public, MAX-AGE = 60 | 60",
                "max-age=\"60\" | 60",
                "s-maxage=5, max-age=60 | 5",
                "max-age=60, s-maxage=5 | 5",
                "no-cache, max-age=60 | 0",
                "max-age=0 | 0",
                "max-age=-1 | 0",
                "max-age=soon | 0",
                "max-age | 0",
                "must-revalidate | 0",
                ",, =, | 0"
            })
    void shouldTakeForFreshWhatIsDeclaredFresh(String control, long seconds) {
        assertThat(CacheRules.fresh(answer("cache-control", control))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no-store", "private", "private=\"set-cookie\"", "max-age=60, No-Store", "PRIVATE, max-age=9"})
    void shouldKeepNothingThatIsForbiddenOrForOneOnly(String control) {
        assertThat(CacheRules.fresh(answer("cache-control", control))).isEmpty();
    }

    @Test
    void shouldSubtractTheTimeThatAnAnswerSpentInOtherCaches() {
        assertThat(CacheRules.fresh(answer("cache-control", "max-age=60", "age", "45")))
                .contains(Duration.ofSeconds(15));
        assertThat(CacheRules.fresh(answer("cache-control", "max-age=60", "age", "90")))
                .contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "Accept-Encoding, User-Agent", "Origin, Cookie, Authorization"})
    void shouldKeepWhatVariesByWhatNeverDiffers(String vary) {
        assertThat(CacheRules.fresh(answer("cache-control", "max-age=60", "vary", vary)))
                .contains(Duration.ofSeconds(60));
    }

    @Test
    void shouldNotSendBackAValidatorThatIsNone() {
        assertThat(Validators.of(answer("etag", "\"a\rX: y\"")).none()).isTrue();
        assertThat(Validators.of(answer("etag", "unquoted")).none()).isTrue();
        assertThat(Validators.of(answer("last-modified", "x\rY: z")).none()).isTrue();
        assertThat(Validators.of(answer("etag", "\"a\"")).conditions()).isEqualTo("If-None-Match: \"a\"\r\n");
    }

    @Test
    void shouldReadWhenAHostWantsToBeAskedAgain() {
        assertThat(RetryAfter.of(answer("retry-after", "120"))).contains(Duration.ofSeconds(120));
        assertThat(RetryAfter.of(answer("retry-after", "Tue, 31 Dec 2199 23:59:59 GMT")))
                .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(30)));
        assertThat(RetryAfter.of(answer("retry-after", "Mon, 05 May 2003 12:00:00 GMT")))
                .isEmpty();
        assertThat(RetryAfter.of(answer("retry-after", "Fri, 31 Dec 99993 2:59:59 GMT")))
                .contains(Duration.ofSeconds(999_999_999));
        assertThat(RetryAfter.of(answer("retry-after", "soon"))).isEmpty();
        assertThat(RetryAfter.of(answer())).isEmpty();
    }

    private static HttpResponse answer(String... headers) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return new HttpResponse(200, map);
    }
}
