package io.percept.contract.wire;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.percept.contract.v1.ImageEvent;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Finds numbers of absurd length in an event, which protobuf's parser would turn into decimals first, in a time that grows with the
 * square of their digits: a megabyte of them took fourteen seconds. Texts may be as long as they like.
 */
final class LongNumbers {

    /** More than the digits of any double. */
    private static final int LONGEST = 1_000;

    private static final Set<String> NUMERIC = new HashSet<>();

    static {
        collect(ImageEvent.getDescriptor(), new HashSet<>());
    }

    private LongNumbers() {}

    /** Whether a number of the event is longer than any number has to be. */
    static boolean isIn(String json) {
        if (!hasLongRun(json)) {
            return false;
        }
        try {
            return isIn(JsonParser.parseString(json), "");
        } catch (JsonParseException e) {
            // It is refused for its form.
            return false;
        }
    }

    /** A decimal may be of any digits that Unicode has, and a string may hold each as an escape of six characters. */
    private static boolean hasLongRun(String json) {
        int run = 0;
        int next = 0;
        while (next < json.length() && run <= LONGEST) {
            boolean escaped = isEscape(json, next);
            char c = escaped ? (char) HexFormat.fromHexDigits(json, next + 2, next + 6) : json.charAt(next);
            run = Character.isDigit(c) || c == '.' ? run + 1 : 0;
            next += escaped ? 6 : 1;
        }
        return run > LONGEST;
    }

    private static boolean isEscape(String json, int at) {
        if (at + 6 > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return false;
        }
        for (int i = at + 2; i < at + 6; i++) {
            if (!HexFormat.isHexDigit(json.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(JsonElement element, String name) {
        return switch (element) {
            case JsonObject object -> object.entrySet().stream()
                    .anyMatch(member -> isIn(member.getValue(), member.getKey()));
            case JsonArray array -> array.asList().stream().anyMatch(item -> isIn(item, name));
            case JsonPrimitive value -> (value.isNumber() || NUMERIC.contains(name))
                    && value.getAsString().length() > LONGEST;
            default -> false;
        };
    }

    private static void collect(Descriptor message, Set<Descriptor> seen) {
        if (!seen.add(message)) {
            return;
        }
        for (FieldDescriptor field : message.getFields()) {
            switch (field.getJavaType()) {
                case INT, LONG, FLOAT, DOUBLE, ENUM -> {
                    NUMERIC.add(field.getName());
                    NUMERIC.add(field.getJsonName());
                }
                case MESSAGE -> collect(field.getMessageType(), seen);
                default -> {
                    // Words, bytes and truths are no numbers.
                }
            }
        }
    }
}
