package io.percept.faults;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.percept.contract.v1.EnrichmentResult;

/**
 * What two results of one event must have in common: everything but when and how fast they were computed. Scores may differ in
 * the last digits, since a batch of another size adds up in another order.
 */
final class ResultContent {

    /** Of a probability; far below any threshold's precision. */
    private static final double TOLERANCE = 1e-3;

    private ResultContent() {}

    static ByteString of(EnrichmentResult result) {
        return result.toBuilder().clearTime().clearTimings().build().toByteString();
    }

    static boolean same(ByteString one, ByteString other) {
        return one.equals(other) || same(json(one), json(other));
    }

    static String describe(Terminal terminal) {
        return terminal.isResult() ? json(terminal.content()).toString() : "dead letter " + terminal.errorCode();
    }

    private static boolean same(JsonElement one, JsonElement other) {
        if (one.isJsonObject() && other.isJsonObject()) {
            var left = one.getAsJsonObject();
            var right = other.getAsJsonObject();
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(name -> same(left.get(name), right.get(name)));
        }
        if (one.isJsonArray() && other.isJsonArray()) {
            var left = one.getAsJsonArray();
            var right = other.getAsJsonArray();
            boolean same = left.size() == right.size();
            for (int i = 0; same && i < left.size(); i++) {
                same = same(left.get(i), right.get(i));
            }
            return same;
        }
        return isNumber(one) && isNumber(other)
                ? Math.abs(one.getAsDouble() - other.getAsDouble()) <= TOLERANCE
                : one.equals(other);
    }

    private static boolean isNumber(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
    }

    private static JsonElement json(ByteString content) {
        try {
            return JsonParser.parseString(JsonFormat.printer().print(EnrichmentResult.parseFrom(content)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A result was kept that is none", e);
        }
    }
}
