package io.percept.resolve.fetch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Writes what is not ASCII in an address as bytes in hexadecimal, each behind a percent sign, and leaves all else as it is. */
final class Percent {

    private Percent() {}

    /** Letters in UTF-8, not normalised. */
    static String encoded(String text) {
        return encoded(text, StandardCharsets.UTF_8);
    }

    /** The bytes of a header that {@link HttpReader} has read: one each is a character of Latin-1, whatever they mean. */
    static String encodedBytes(String header) {
        return encoded(header, StandardCharsets.ISO_8859_1);
    }

    private static String encoded(String text, Charset charset) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte value : text.getBytes(charset)) {
            if (value >= 0) {
                encoded.append((char) value);
            } else {
                encoded.append('%').append("%02X".formatted(value));
            }
        }
        return encoded.toString();
    }
}
