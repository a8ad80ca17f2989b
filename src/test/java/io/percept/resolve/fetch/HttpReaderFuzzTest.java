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

/** An answer that a host may send: read within its limit, or an {@link IOException} that says what is wrong with it. */
class HttpReaderFuzzTest {

    private static final int MAX_BYTES = 10_000;

    @FuzzTest
    void shouldReadOrRefuseAnyAnswer(byte[] answer) {
        Cost.keepBelow(
                100 << 20,
                Duration.ofSeconds(4),
                () -> Refusals.allow(Set.of(ErrorCode.IMAGE_TOO_LARGE), () -> read(answer)));
    }

    private static void read(byte[] answer) {
        HttpReader reader = new HttpReader(new ByteArrayInputStream(answer), MAX_BYTES);
        try {
            HttpResponse head = reader.readHead();
            assertThat(head.status()).isBetween(200, 599);
            assertThat(reader.readBody(head)).hasSizeLessThanOrEqualTo(MAX_BYTES);
        } catch (IOException refused) {
            assertThat(refused).hasMessageMatching("(?s)(it|its|a line|the connection) .*");
        }
    }
}
