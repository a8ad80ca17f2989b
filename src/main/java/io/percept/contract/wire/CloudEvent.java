package io.percept.contract.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.percept.contract.LowerCase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A CloudEvent in structured mode, taken out of its envelope: as it would have come in binary mode. Of the envelope only what an event
 * has a place for is read, so its {@code type} and extensions may be anything.
 *
 * @param value what it holds: an event, or an image alone
 * @param headers those of the record, with the attributes of the envelope in place of what they said of the same
 */
record CloudEvent(byte[] value, Map<String, String> headers) {

    /** What the type of every structured form begins with. */
    private static final String STRUCTURED = "application/cloudevents";

    private static final String JSON = "application/cloudevents+json";

    /** Whether a value of this {@code content-type} is an envelope, be it one that is read here or not. */
    static boolean isStructured(String contentType) {
        return mediaType(contentType).startsWith(STRUCTURED);
    }

    /**
     * @param value of a type that is structured
     * @param headers by lower-case name
     * @throws io.percept.contract.PerceptException with {@link io.percept.contract.ErrorCode#INVALID_ENVELOPE} where the value is no
     *     CloudEvent in JSON that holds one value; what that is of is not looked at
     */
    static CloudEvent read(byte[] value, Map<String, String> headers) {
        requireJson(headers.getOrDefault("content-type", ""));
        JsonObject envelope = parse(value);
        requireVersion(envelope);
        Map<String, String> all = new HashMap<>(headers);
        for (String name : EventCodec.CLOUD_EVENT_ATTRIBUTES) {
            text(envelope, name).ifPresent(stated -> all.put("ce_" + name, stated));
        }
        Optional<String> type = text(envelope, "datacontenttype");
        Optional<String> base64 = text(envelope, "data_base64");
        boolean isJson = isGiven(envelope.get("data"));
        if (isJson == base64.isPresent()) {
            throw InvalidEnvelope.of(
                    "The CloudEvent needs one of data, which is an ImageEvent in JSON, and data_base64, which is the bytes of one or of an image: it has %s."
                            .formatted(isJson ? "both" : "neither"),
                    null);
        }
        // What is no JSON says by its first byte what it is, as a value without a header does.
        all.put("content-type", type.orElse(isJson ? Encoding.JSON.mediaType() : ""));
        return new CloudEvent(isJson ? json(envelope.get("data"), type) : decoded(base64.orElseThrow()), all);
    }

    private static void requireJson(String contentType) {
        if (!mediaType(contentType).equals(JSON)) {
            throw InvalidEnvelope.of(
                    "The content-type %s is no form of CloudEvents that is read here: send each event by itself as %s, or in binary mode, with its attributes as headers."
                            .formatted(InvalidEnvelope.quoted(contentType), JSON),
                    null);
        }
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        return LowerCase.ascii((parameters < 0 ? contentType : contentType.substring(0, parameters)).strip());
    }

    private static JsonObject parse(byte[] value) {
        String json = new String(value, StandardCharsets.UTF_8);
        EventJson.refuseAbsurd(json);
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            // Without the cause, whose message may hold what was sent.
            throw InvalidEnvelope.of(
                    "The value is no CloudEvent in JSON, though its content-type says so: send one JSON object, or set the content-type to what the value is.",
                    null);
        }
    }

    private static void requireVersion(JsonObject envelope) {
        text(envelope, "specversion")
                .filter(version -> !version.startsWith("1."))
                .ifPresent(version -> {
                    throw InvalidEnvelope.of(
                            "The CloudEvent is of specversion %s, and 1.0 is read here: send it as that."
                                    .formatted(InvalidEnvelope.quoted(version)),
                            null);
                });
    }

    private static byte[] json(JsonElement data, Optional<String> type) {
        type.filter(stated -> Encoding.of(stated, new byte[0]) != Encoding.JSON).ifPresent(stated -> {
            throw InvalidEnvelope.of(
                    "The datacontenttype of the CloudEvent is %s, and its data is read as JSON: give such bytes in data_base64, or leave datacontenttype out."
                            .formatted(InvalidEnvelope.quoted(stated)),
                    null);
        });
        if (!data.isJsonObject()) {
            throw InvalidEnvelope.of(
                    "The data of the CloudEvent is no JSON object: give an ImageEvent as such and not as a text, or its bytes in data_base64.",
                    null);
        }
        return data.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw InvalidEnvelope.of(
                    "The data_base64 of the CloudEvent is no Base64 (%s): encode the bytes as RFC 4648 says in section 4, without line feeds."
                            .formatted(e.getMessage()),
                    null);
        }
    }

    /** What a member says; one that is null or blank says nothing. */
    private static Optional<String> text(JsonObject envelope, String name) {
        JsonElement member = envelope.get(name);
        if (!isGiven(member)) {
            return Optional.empty();
        }
        if (!(member instanceof JsonPrimitive stated) || !stated.isString()) {
            throw InvalidEnvelope.of(
                    "The member %s of the CloudEvent is no text: write it in quotation marks, or leave it out."
                            .formatted(name),
                    null);
        }
        return Optional.of(stated.getAsString()).filter(said -> !said.isBlank());
    }

    private static boolean isGiven(JsonElement member) {
        return member != null && !member.isJsonNull();
    }
}
