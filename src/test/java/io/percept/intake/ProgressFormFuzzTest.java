package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.fuzz.Cost;
import java.time.Duration;

/** Any bytes in the place of encoded progress, as if their checksum were right. */
class ProgressFormFuzzTest {

    private static final long COMMITTED = 1_000;

    @FuzzTest
    void shouldReadAscendingOffsetsOrRefuse(byte[] form) {
        if (form.length == 0) {
            return;
        }
        Cost.keepBelow(50 << 20, Duration.ofSeconds(2), () -> {
            try {
                check(ProgressForm.read(form, COMMITTED));
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageStartingWith("its ");
            }
        });
    }

    private static void check(EndedOffsets ended) {
        long before = COMMITTED;
        for (int range = 0; range < ended.ranges(); range++) {
            assertThat(ended.from(range)).isGreaterThanOrEqualTo(before);
            assertThat(ended.to(range)).isGreaterThan(ended.from(range));
            before = ended.to(range);
        }
    }
}
