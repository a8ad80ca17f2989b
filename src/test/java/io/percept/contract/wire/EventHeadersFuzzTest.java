package io.percept.contract.wire;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whatever the headers of a record say. */
class EventHeadersFuzzTest {

    private static final EventCodec CODEC = new EventCodec(List.of("caption"));

    @FuzzTest
    void shouldReadOrRefuseAnyHeaders(FuzzedDataProvider data) {
        Map<String, String> headers = Map.of(
                "content-type",
                data.consumeString(60),
                "ce_id",
                data.consumeString(60),
                "ce_source",
                data.consumeString(60),
                "ce_time",
                data.consumeString(60),
                EventCodec.TASKS_HEADER,
                data.consumeString(100),
                EventCodec.POLICY_HEADER,
                data.consumeString(60));
        byte[] value = data.consumeRemainingAsBytes();
        Cost.keepBelow(
                100 << 20,
                Duration.ofSeconds(4),
                () -> Refusals.allow(Set.of(ErrorCode.INVALID_ENVELOPE), () -> CODEC.read(value, headers, "fallback")));
    }
}
