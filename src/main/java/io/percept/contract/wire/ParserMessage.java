package io.percept.contract.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.regex.Pattern;

/**
 * What a parser says of a value that it refuses, without the value: the message stands in logs and headers, and the value may
 * be an image or what somebody wrote.
 */
final class ParserMessage {

    /** What follows is the value, all of it; the beginning of a long one says nothing that its place does not. */
    private static final Pattern VALUE =
            Pattern.compile("(?s)(but got:|but found:?|value:|duration:|timestamp:) (?!\\S{1,30} for ).{40,}");
    /** No key, number or name of ours is as long. */
    private static final Pattern LONG_WORD = Pattern.compile("\\S{60,}");

    private ParserMessage() {}

    static String of(InvalidProtocolBufferException refusal) {
        String message = String.valueOf(refusal.getMessage());
        String shown = VALUE.matcher(message).replaceFirst("$1 …");
        return InvalidEnvelope.quoted(LONG_WORD.matcher(shown).replaceAll("…"));
    }
}
