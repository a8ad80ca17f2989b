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
        if (!breaks(text)) {
            return text;
        }
        return SPACE.matcher(text).replaceAll(run -> breaks(run.group()) ? " " : run.group());
    }

    private static boolean breaks(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\t') >= 0;
    }
}
