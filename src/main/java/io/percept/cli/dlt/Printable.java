package io.percept.cli.dlt;

import io.percept.contract.Excerpt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text of strangers as a terminal may show it: control and formatting characters, which could move the cursor, change
 * colours or turn the direction of writing, are written as {@code \\u001b}.
 */
final class Printable {

    private static final int LONGEST = 400;

    private Printable() {}

    /** On one line, cut where it is long. */
    static String line(String text) {
        return text(cut(text, LONGEST).replaceAll("\\s+", " "));
    }

    /** The beginning of what is long, marked as such. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : Excerpt.beginning(text, most) + "…";
    }

    /** With its line breaks. */
    static String text(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isHarmless(point)) {
                printable.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    printable.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return printable.toString();
    }

    /** A key or a header's value: as text where it is text, else in hexadecimal, on one line. */
    static String bytes(byte[] value) {
        if (value == null) {
            return "(none)";
        }
        try {
            return line(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString());
        } catch (CharacterCodingException e) {
            return line("0x" + HexFormat.of().formatHex(value));
        }
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
