package io.percept.contract.wire;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/**
 * Finds events of absurdly many values, which protobuf's parser has all in memory at once, with 124 bytes for each <code>{}</code>, before
 * it looks at what they are of. Texts may hold as many braces and commas as they like.
 */
final class ManyValues {

    /**
     * As many turns as are taken with as many segments each, and five values for each of these: a text has two, an image with address and
     * alternative text four. What else an event may hold, such as its tasks, is little beside that.
     */
    private static final int MOST = 5 * EventReader.MAX_SEGMENTS * EventReader.MAX_SEGMENTS;

    private ManyValues() {}

    /** Whether there are more values, objects and arrays counted, than any event has. */
    static boolean isIn(String json) {
        return mayBeIn(json) && isWithin(json);
    }

    /** Each value but the first follows one of these; in texts there may be others. */
    private static boolean mayBeIn(String json) {
        int marks = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == ',' || c == '{' || c == '[' || c == ';') {
                marks++;
            }
        }
        return marks >= MOST;
    }

    /** By the same reader that protobuf's parser has, so that both take the same for values. */
    private static boolean isWithin(String json) {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.LENIENT);
        try {
            int values = 0;
            for (JsonToken next = reader.peek(); next != JsonToken.END_DOCUMENT; next = reader.peek()) {
                values += pass(reader, next);
                if (values > MOST) {
                    return true;
                }
            }
            return false;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            // It is refused for its form.
            return false;
        }
    }

    /** How many values begin here: one, or none. */
    private static int pass(JsonReader reader, JsonToken next) throws IOException {
        switch (next) {
            case BEGIN_OBJECT -> reader.beginObject();
            case BEGIN_ARRAY -> reader.beginArray();
            case END_OBJECT -> reader.endObject();
            case END_ARRAY -> reader.endArray();
                // Of a name it skips the name alone.
            default -> reader.skipValue();
        }
        return next == JsonToken.NAME || next == JsonToken.END_OBJECT || next == JsonToken.END_ARRAY ? 0 : 1;
    }
}
