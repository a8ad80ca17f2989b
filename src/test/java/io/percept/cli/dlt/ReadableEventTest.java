package io.percept.cli.dlt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadableEventTest {

    private final byte[] image = read();
    private final String base64 = Base64.getEncoder().encodeToString(image);

    @ParameterizedTest
    @EnumSource(
            value = Encoding.class,
            names = {"JSON", "PROTOBUF"})
    void shouldShowAllOfAnEventButItsImages(Encoding encoding) {
        assertThat(ReadableEvent.of(EventCodec.write(event(), encoding), new RecordHeaders()))
                .contains("\"7\"", "look", "a cat", "(image/png, " + image.length + " bytes, sha256 ")
                .doesNotContain(base64.substring(0, 30));
    }

    @ParameterizedTest
    @EnumSource(
            value = Encoding.class,
            names = {"JSON", "PROTOBUF"})
    void shouldShowTheEventInACloudEventWithItsEnvelope(Encoding encoding) {
        String data = Base64.getEncoder().encodeToString(EventCodec.write(event(), encoding));
        byte[] cloudEvent = LetterBroker.bytes("{\"source\": \"/shop\", \"data_base64\": \"%s\"}".formatted(data));

        assertThat(ReadableEvent.of(cloudEvent, structured()))
                .contains("/shop", "data_base64", "look", "a cat", "(image/png, " + image.length + " bytes, sha256 ")
                .doesNotContain(base64.substring(0, 30), data.substring(0, 30));
    }

    @Test
    void shouldDescribeTheImageInACloudEvent() {
        byte[] cloudEvent =
                LetterBroker.bytes("{\"datacontenttype\": \"image/png\", \"data_base64\": \"" + base64 + "\"}");

        assertThat(ReadableEvent.of(cloudEvent, structured()))
                .contains("\"data_base64\" : \"(image/png, " + image.length + " bytes, sha256 ")
                .doesNotContain(base64.substring(0, 30));
    }

    @Test
    void shouldSayThatWhatACloudEventHoldsCannotBeRead() {
        byte[] cloudEvent = LetterBroker.bytes("{\"id\": \"7\", \"data_base64\": \"bm8gZXZlbnQ=\"}");

        assertThat(ReadableEvent.of(cloudEvent, structured()))
                .contains("\"7\"", "not readable as an event: (no known image, 8 bytes");
    }

    @Test
    void shouldSayThatAnEventOfAnImpossibleTimeCannotBeRead() {
        byte[] event = io.percept.contract.v1.ImageEvent.newBuilder()
                .setId("7")
                .setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                .build()
                .toByteArray();
        byte[] cloudEvent = LetterBroker.bytes("{\"source\": \"/shop\", \"data_base64\": \"%s\"}"
                .formatted(Base64.getEncoder().encodeToString(event)));

        assertThat(ReadableEvent.of(event, new RecordHeaders())).startsWith("not readable as an event: ");
        assertThat(ReadableEvent.of(cloudEvent, structured())).contains("/shop", "not readable as an event: ");
    }

    @Test
    void shouldDescribeAnImageAlone() {
        assertThat(ReadableEvent.of(image, new RecordHeaders())).startsWith("(image/png, ");
    }

    @Test
    void shouldNotShowAnImageWithinWhatCannotBeRead() {
        byte[] broken = LetterBroker.bytes("{\"segments\": [{\"image\": {\"content\": \"" + base64);

        assertThat(ReadableEvent.of(broken, new RecordHeaders()))
                .startsWith("not readable as an event: (no known image, " + broken.length + " bytes")
                .doesNotContain(base64.substring(0, 30));
    }

    @Test
    void shouldNotShowAnImageInAPlaceThatTheSchemaDoesNotKnow() {
        byte[] misplaced = LetterBroker.bytes("{\"picture\": \"" + base64 + "\"}");

        assertThat(ReadableEvent.of(misplaced, new RecordHeaders()))
                .contains("picture", "(image/png, ")
                .doesNotContain(base64.substring(0, 30));
    }

    private ImageEvent event() {
        Segment described = new Segment.Image(new ImageSource.Content(image), "a cat");
        return new ImageEvent(
                "7",
                "/test",
                Instant.EPOCH,
                List.of(new Segment.Text("look"), described),
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    private static RecordHeaders structured() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", LetterBroker.bytes("application/cloudevents+json"));
        return headers;
    }

    private static byte[] read() {
        try {
            return Files.readAllBytes(Path.of("schemas/examples/images/cat.png"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
