package io.percept.prompt.alttext;

import io.percept.contract.ImageContext;
import io.percept.contract.LowerCase;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is known of an image when its alternative texts are judged.
 *
 * @param alt its alternative text, or empty
 * @param before text directly before it, or empty
 * @param after text directly after it, or empty
 * @param width in pixels, as the file has it; 0 where it was not fetched
 * @param height in pixels
 * @param oneColour whether all of it has one colour
 */
public record ImageFacts(
        String alt, ImageContext context, String before, String after, int width, int height, boolean oneColour) {

    private static final Pattern NO_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern ARTICLES = Pattern.compile("\\b(a|an|the)\\b");
    private static final Pattern GAPS = Pattern.compile("\\s+");

    /** A longer text is not looked for: to find it takes its length times that of the other text, and nobody says so much twice. */
    private static final int LONGEST_SOUGHT = 500;

    /** Nor is one of more characters than these read, whatever is left of it without signs and gaps. */
    private static final int LONGEST_READ = 4 * LONGEST_SOUGHT;

    /**
     * Whether text beside the image, in its caption, or directly around it contains a text, articles and case ignored; a text of more than
     * 500 characters is not looked for.
     */
    boolean isSaidNearby(String text) {
        if (text.length() > LONGEST_READ) {
            return false;
        }
        String wanted = bare(text);
        return wanted.length() > 2
                && wanted.length() <= LONGEST_SOUGHT
                && Stream.of(context.beside(), context.caption(), before, after)
                        .filter(nearby -> !nearby.isBlank())
                        .map(ImageFacts::bare)
                        .anyMatch(nearby -> (' ' + nearby + ' ').contains(' ' + wanted + ' '));
    }

    private static String bare(String text) {
        String words = NO_WORDS.matcher(LowerCase.letters(text)).replaceAll(" ");
        return GAPS.matcher(ARTICLES.matcher(words).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }
}
