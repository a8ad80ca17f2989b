package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** JSON, protobuf and raw images: the first bytes decide, as they do for records without a header. */
class EventCodecFuzzTest {

    private static final EventCodec CODEC = new EventCodec(List.of("caption"));

    /** As an operator may have it: every event is moderated and says where it comes from. */
    private static final EventCodec STRICT =
            new EventCodec(new EventRules(List.of("caption"), List.of("moderate"), true));

    @FuzzTest
    void shouldReadOrRefuseAnyRecord(byte[] value) {
        shouldReadOrRefuse(CODEC, value, event -> {});
        shouldReadOrRefuse(STRICT, value, EventCodecFuzzTest::shouldHeedTheRules);
    }

    private static void shouldReadOrRefuse(EventCodec codec, byte[] value, Consumer<ImageEvent> rules) {
        Cost.keepBelow(
                200 << 20,
                Duration.ofSeconds(4),
                () -> Refusals.allow(Set.of(ErrorCode.INVALID_ENVELOPE), () -> {
                    ImageEvent event = codec.read(value, Map.of(), "fallback");
                    assertThat(event.segments()).isNotEmpty();
                    assertThat(event.tasks()).isNotEmpty();
                    rules.accept(event);
                    shouldComeBack(codec, event);
                }));
    }

    /** Whatever tasks the event names, one of them asks for every label with nothing that could bend the answer. */
    private static void shouldHeedTheRules(ImageEvent event) {
        assertThat(event.source()).isNotBlank();
        assertThat(event.tasks())
                .anyMatch(task -> task instanceof Task.Moderate moderate
                        && moderate.labels().isEmpty()
                        && moderate.options().equals(TaskOptions.NONE));
    }

    /**
     * What was read as a whole can be written, and is read as the same; but for one whose required task is one more than an event may
     * name.
     */
    private static void shouldComeBack(EventCodec codec, ImageEvent event) {
        boolean whole = event.tasks().stream().noneMatch(Task.Unreadable.class::isInstance);
        if (!whole || event.tasks().size() > EventReader.MAX_TASKS) {
            return;
        }
        byte[] written = EventCodec.write(event, Encoding.PROTOBUF);

        ImageEvent again = codec.read(written, Map.of("content-type", Encoding.PROTOBUF.mediaType()), "fallback");

        assertThat(EventCodec.write(again, Encoding.PROTOBUF)).isEqualTo(written);
    }
}
