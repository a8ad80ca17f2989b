package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.percept.contract.v1.ImageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserMessageTest {

    private static final String IMAGE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"segments\": [{\"image\": \"%s\"}]}",
                "{\"segments\": \"%s\"}",
                "{\"segments\": [{\"image\": {\"content\": {\"bytes\": \"%s\"}}}]}",
                "{\"time\": \"%s\"}",
                "{\"deadline\": \"%s\"}",
                "{\"priority\": \"%s\"}",
                "{\"attributes\": [\"%s\"]}",
                "{\"%s\": 1}",
                "{\"segments\": [{\"image\": {\"content\": \"%s",
                "%s",
            })
    void shouldSayWhatIsWrongWithoutTheValue(String json) {
        assertThat(messageOf(json.formatted(IMAGE)))
                .isNotBlank()
                .doesNotContain(IMAGE.substring(0, 16))
                .doesNotContain(IMAGE.substring(IMAGE.length() - 16));
    }

    @Test
    void shouldKeepTheNameOfAFieldThatIsUnknown() {
        assertThat(messageOf("{\"segmants\": []}")).contains("segmants", "percept.v1.ImageEvent");
    }

    private static String messageOf(String json) {
        try {
            JsonFormat.parser().merge(json, ImageEvent.newBuilder());
        } catch (InvalidProtocolBufferException e) {
            return ParserMessage.of(e);
        }
        throw new AssertionError("read: " + json);
    }
}
