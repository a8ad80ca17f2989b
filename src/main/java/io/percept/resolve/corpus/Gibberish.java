package io.percept.resolve.corpus;

import io.percept.contract.LowerCase;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Texts that are no language: tables of signs, codes, keyboard mashing, one word over and over. The bounds are chosen so that
 * running text of any alphabet passes, and so do short texts, of which one cannot tell.
 */
public final class Gibberish {

    private static final int SHORTEST = 20;
    private static final double LETTERS = 0.55;
    private static final double UNSPEAKABLE = 0.4;
    private static final double SAME_WORD = 0.5;
    private static final int FEW = 3;

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern LATIN_WORD = Pattern.compile("[a-z]{4,}");
    private static final Pattern NO_VOWEL = Pattern.compile("[^aeiouy]{5,}|.*[bcdfghjklmnpqrstvwxz]{6,}.*");

    private Gibberish() {}

    /** Whether a text is no language. */
    public static boolean is(String text) {
        String bare = text.strip();
        if (bare.length() < SHORTEST) {
            return false;
        }
        String[] words = SPACES.split(LowerCase.letters(bare));
        return letters(bare) < LETTERS || unspeakable(words) > UNSPEAKABLE || mostFrequent(words) > SAME_WORD;
    }

    /** Letters among all that is not white space. */
    private static double letters(String text) {
        long visible = text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
        long letters = text.codePoints()
                .filter(c -> Character.isLetter(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || Character.getType(c) == Character.COMBINING_SPACING_MARK)
                .count();
        return (double) letters / visible;
    }

    /** Words that nobody can say, among the longer ones in Latin letters. */
    private static double unspeakable(String[] words) {
        int latin = 0;
        int unspeakable = 0;
        for (String word : words) {
            if (LATIN_WORD.matcher(word).matches()) {
                latin++;
                unspeakable += NO_VOWEL.matcher(word).matches() ? 1 : 0;
            }
        }
        return latin < FEW ? 0 : (double) unspeakable / latin;
    }

    private static double mostFrequent(String[] words) {
        if (words.length < 6) {
            return 0;
        }
        Map<String, Integer> counts = new HashMap<>();
        int most = 0;
        for (String word : words) {
            most = Math.max(most, counts.merge(word, 1, Integer::sum));
        }
        return (double) most / words.length;
    }
}
