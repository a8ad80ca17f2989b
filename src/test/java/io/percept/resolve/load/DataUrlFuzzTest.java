package io.percept.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

class DataUrlFuzzTest {

    @FuzzTest
    void shouldReadOrRefuseAnyDataUrl(byte[] bytes) {
        String url = "data:" + new String(bytes, StandardCharsets.UTF_8);
        Cost.keepBelow(
                50 << 20,
                Duration.ofSeconds(2),
                () -> Refusals.allow(Set.of(ErrorCode.IMAGE_CORRUPT), () -> assertThat(DataUrl.bytes(url))
                        .hasSizeLessThanOrEqualTo(url.length())));
    }
}
