package io.percept.prompt.alttext;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a caption becomes as an alternative text: it does not say that it is an image, begins with a capital, and has at most
 * so many characters, cut between words.
 *
 * @param shortened whether it was cut
 */
public record AltTextWording(String text, boolean shortened) {

    /** Screen readers say themselves that there is an image. */
    static final Pattern ANNOUNCES =
            Pattern.compile("(?i)^(?:(?:this|here) is |this (?:image|picture|photo) shows )?(?:an? |the )?"
                    + "(?:image|picture|photo|photograph|graphic|illustration|drawing|screenshot|icon)s?"
                    + "(?: of| showing| that shows)\\b[:,]?\\s*|^this (?:image|picture|photo) shows\\s+");

    /** Words that call for another one behind them. */
    private static final Set<String> UNFINISHED = Set.of(
            "a", "an", "the", "of", "with", "and", "or", "in", "on", "at", "to", "by", "for", "from", "is", "its");

    /** @param maxLength most characters */
    public static AltTextWording of(String caption, int maxLength) {
        String text = caption.replaceAll("\\s+", " ").strip();
        text = ANNOUNCES.matcher(text).replaceFirst("").strip();
        if (!text.isEmpty()) {
            text = text.substring(0, text.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT)
                    + text.substring(text.offsetByCodePoints(0, 1));
        }
        return text.length() <= maxLength
                ? new AltTextWording(text, false)
                : new AltTextWording(cut(text, maxLength), true);
    }

    private static String cut(String text, int maxLength) {
        int space = text.lastIndexOf(' ', maxLength);
        String words = text.substring(0, space > 0 ? space : maxLength);
        while (true) {
            words = words.replaceFirst("[\\s,;:.–-]+$", "");
            int last = words.lastIndexOf(' ');
            if (last < 0 || !UNFINISHED.contains(words.substring(last + 1).toLowerCase(Locale.ROOT))) {
                return words;
            }
            words = words.substring(0, last);
        }
    }
}
