package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CloudEvents in structured mode, with whatever they hold. */
class CloudEventFuzzTest {

    private static final EventCodec CODEC = new EventCodec(List.of("caption"));
    private static final Map<String, String> STRUCTURED = Map.of("content-type", "application/cloudevents+json");

    @FuzzTest
    void shouldReadOrRefuseAnyCloudEvent(byte[] value) {
        Cost.keepBelow(
                200 << 20,
                Duration.ofSeconds(4),
                () -> Refusals.allow(Set.of(ErrorCode.INVALID_ENVELOPE), () -> {
                    ImageEvent event = CODEC.read(value, STRUCTURED, "fallback");
                    assertThat(event.segments()).isNotEmpty();
                    assertThat(event.tasks()).isNotEmpty();
                }));
    }
}
