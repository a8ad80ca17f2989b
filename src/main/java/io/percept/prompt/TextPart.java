package io.percept.prompt;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Running text. It comes from others: nothing in it is read as a special token.
 *
 * @param text with paragraphs separated by line feeds
 */
public record TextPart(String text) implements Part {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    public TextPart {
        Objects.requireNonNull(text, "text");
    }

    /** The text on one line, as models read it: white space is white space. */
    String line() {
        return onOneLine(text);
    }

    static String onOneLine(String text) {
        return SPACE.matcher(text).replaceAll(run -> breaks(run.group()) ? " " : run.group());
    }

    private static boolean breaks(String space) {
        return space.chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\t');
    }
}
