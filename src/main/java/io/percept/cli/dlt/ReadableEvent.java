package io.percept.cli.dlt;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.percept.contract.PerceptException;
import io.percept.contract.v1.ImageEvent;
import io.percept.contract.wire.Encoding;
import io.percept.publish.MessageHeaders;
import io.percept.vision.ContentDigest;
import io.percept.vision.codec.ImageFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An event for a person to read: as JSON, whatever encoding it came in, with format, size and digest in the place of every
 * image. What cannot be read is described alike, so no image is ever shown. A CloudEvent in structured mode is shown with its envelope,
 * and with the event that it holds in the place of its {@code data_base64}.
 */
final class ReadableEvent {

    /** Shorter ones are words; no image is so small. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{128,}={0,2}");

    private static final Pattern DATA_URL = Pattern.compile("data:([\\w.+-]*/[\\w.+-]*)[^\"'\\s<>)\\\\]*");

    /** Where a CloudEvent in structured mode has an event that is not in JSON, or an image. */
    private static final String BYTES = "data_base64";

    private ReadableEvent() {}

    static String of(byte[] value, Headers headers) {
        if (value == null) {
            return "(none)";
        }
        JsonNode event = readable(value, MessageHeaders.read(headers).getOrDefault("content-type", ""));
        return Printable.text(event instanceof StringNode text ? text.stringValue() : event.toPrettyString());
    }

    /** An event without its images; a text that describes it where it is an image alone, or cannot be read. */
    private static JsonNode readable(byte[] value, String type) {
        try {
            return switch (Encoding.of(type, value)) {
                case RAW_IMAGE -> StringNode.valueOf(describe(value));
                case JSON -> tree(new String(value, StandardCharsets.UTF_8));
                case PROTOBUF -> tree(JsonFormat.printer().print(ImageEvent.parseFrom(value)));
            };
        } catch (InvalidProtocolBufferException | JacksonException | IllegalArgumentException e) {
            // The last one where a time lies beyond what JSON can say, for which the event was refused.
            return StringNode.valueOf("not readable as an event: " + describe(value));
        }
    }

    private static JsonNode tree(String json) {
        JsonNode event = JsonMapper.shared().readTree(json);
        if (!(event instanceof ObjectNode envelope && envelope.get(BYTES) instanceof StringNode bytes)) {
            return withoutImages(event);
        }
        JsonNode held = readable(
                decoded(bytes.stringValue()), envelope.path("datacontenttype").asString(""));
        withoutImages(envelope);
        // Last, since what is in place of its images must not be taken for images.
        envelope.set(BYTES, held);
        return envelope;
    }

    private static JsonNode withoutImages(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    field.setValue(isImage(field) ? described(field.getValue()) : withoutImages(field.getValue()));
                }
                return object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, withoutImages(array.get(i)));
                }
                return array;
            }
            case StringNode text -> {
                return StringNode.valueOf(withoutImages(text.stringValue()));
            }
            default -> {
                return node;
            }
        }
    }

    /** The bytes of an image, in the schema's own place for them. */
    private static boolean isImage(Map.Entry<String, JsonNode> field) {
        return field.getKey().equals("content") && field.getValue() instanceof StringNode;
    }

    private static JsonNode described(JsonNode content) {
        return StringNode.valueOf(describe(decoded(content.stringValue())));
    }

    private static String withoutImages(String text) {
        String withoutUrls = DATA_URL.matcher(text)
                .replaceAll(url -> "(data URL of %s, %d characters)".formatted(url.group(1), url.end() - url.start()));
        return BASE64.matcher(withoutUrls).replaceAll(found -> describe(decoded(found.group())));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return base64.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static String describe(byte[] bytes) {
        return "(%s, %d bytes, sha256 %s)".formatted(format(bytes), bytes.length, ContentDigest.of(bytes));
    }

    private static String format(byte[] bytes) {
        try {
            return ImageFormat.of(bytes).mediaType();
        } catch (PerceptException e) {
            return "no known image";
        }
    }
}
