package io.percept.prompt;

import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * A beginning of a text that ends with a word or with the text.
 *
 * @param characters how long it is; 0 where not even the first word fits
 * @param tokens how many it has
 */
record TextBeginning(int characters, int tokens) {

    private static final TextBeginning NOTHING = new TextBeginning(0, 0);

    /** Characters that are looked at first for each token that may be had; in running text a token has fewer. */
    private static final int STRETCH = 6;

    private static final int LEAST_STRETCH = 256;

    /** A word is not told by its beginning alone, which may have a few tokens more than the whole. */
    private static final int SLACK = 16;

    /**
     * The longest one within a limit. Of a long text little more is read than that: who cuts a text into pieces would else read all of
     * the rest for each of them, which takes the square of its length.
     *
     * @param limit most tokens; not negative
     * @param length tokens of a text; no fewer where words are added at its end
     */
    static TextBeginning longest(String text, int limit, ToIntFunction<String> length) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        for (long reach = Math.max(LEAST_STRETCH, (long) STRETCH * limit); ; reach *= 2) {
            int seen = (int) Math.min(text.length(), reach);
            int[] ends = ends(text, seen);
            if (ends.length == 0) {
                if (length.applyAsInt(text.substring(0, seen)) > 2L * limit + SLACK) {
                    return NOTHING;
                }
                continue;
            }
            int last = ends[ends.length - 1];
            int tokens = length.applyAsInt(text.substring(0, last));
            if (tokens > limit) {
                return between(text, ends, tokens, limit, length);
            }
            if (last == text.length()) {
                return new TextBeginning(last, tokens);
            }
        }
    }

    /**
     * Searches between nothing, which fits, and the last of the ends, which does not. Where tokens are spread evenly, the second or third
     * try is the last one; so that a text where they are not takes few tries as well, every third one halves what is left.
     */
    private static TextBeginning between(
            String text, int[] ends, int tokensToLast, int limit, ToIntFunction<String> length) {
        int low = -1;
        int tokensToLow = 0;
        int high = ends.length - 1;
        int tokensToHigh = tokensToLast;
        for (int tries = 1; high - low > 1; tries++) {
            long share = (long) (high - low) * (limit - tokensToLow) / (tokensToHigh - tokensToLow);
            int middle = tries % 3 == 0 ? (low + high) / 2 : Math.clamp(low + share, low + 1, high - 1);
            int tokens = length.applyAsInt(text.substring(0, ends[middle]));
            if (tokens <= limit) {
                low = middle;
                tokensToLow = tokens;
            } else {
                high = middle;
                tokensToHigh = tokens;
            }
        }
        return low < 0 ? NOTHING : new TextBeginning(ends[low], tokensToLow);
    }

    /** Where words end within the first characters of a text; where all of it is seen, its own end as well. */
    private static int[] ends(String text, int seen) {
        int[] ends = new int[seen];
        int count = 0;
        for (int i = 1; i <= seen; i++) {
            if (i == text.length()
                    || Character.isWhitespace(text.charAt(i)) && !Character.isWhitespace(text.charAt(i - 1))) {
                ends[count++] = i;
            }
        }
        return Arrays.copyOf(ends, count);
    }
}
