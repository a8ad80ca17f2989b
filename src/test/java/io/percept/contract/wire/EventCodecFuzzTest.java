package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.Task;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON, protobuf and raw images: the first bytes decide, as they do for records without a header. */
class EventCodecFuzzTest {

    private static final EventCodec CODEC = new EventCodec(List.of("caption"));

    @FuzzTest
    void shouldReadOrRefuseAnyRecord(byte[] value) {
        Cost.keepBelow(
                200 << 20,
                Duration.ofSeconds(4),
                () -> Refusals.allow(Set.of(ErrorCode.INVALID_ENVELOPE), () -> {
                    ImageEvent event = CODEC.read(value, Map.of(), "fallback");
                    assertThat(event.segments()).isNotEmpty();
                    assertThat(event.tasks()).isNotEmpty();
                    shouldComeBack(event);
                }));
    }

    /** What was read as a whole can be written, and is read as the same. */
    private static void shouldComeBack(ImageEvent event) {
        if (event.tasks().stream().anyMatch(Task.Unreadable.class::isInstance)) {
            return;
        }
        byte[] written = EventCodec.write(event, Encoding.PROTOBUF);

        ImageEvent again = CODEC.read(written, Map.of("content-type", Encoding.PROTOBUF.mediaType()), "fallback");

        assertThat(EventCodec.write(again, Encoding.PROTOBUF)).isEqualTo(written);
    }
}
