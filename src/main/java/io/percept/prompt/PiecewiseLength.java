package io.percept.prompt;

import java.util.function.ToIntFunction;

/**
 * Counts the tokens of a text of any length a piece at a time, for the tokenizer takes some 500 bytes for each token of what it is given
 * at once. Pieces end where a gap between words begins, where a tokenizer of words begins anew, so that their tokens are those of
 * the whole; of a word or a gap without an end in sight there may be one more for each piece. Thread-safe.
 *
 * @param tokens of a text, on one line or not
 */
record PiecewiseLength(ToIntFunction<String> tokens) implements ToIntFunction<String> {

    /** Characters of a piece; it ends with the word that it has then come to. */
    private static final int PIECE = 64 << 10;

    /** Characters of a piece that ends wherever it has come to. */
    private static final int LONGEST = 2 * PIECE;

    @Override
    public int applyAsInt(String text) {
        int count = 0;
        int from = 0;
        while (text.length() - from > PIECE) {
            int to = end(text, from);
            count += tokens.applyAsInt(text.substring(from, to));
            from = to;
        }
        return count + tokens.applyAsInt(text.substring(from));
    }

    private static int end(String text, int from) {
        int most = Math.min(text.length(), from + LONGEST);
        for (int at = from + PIECE; at < most; at++) {
            if (beginsGap(text, at)) {
                return at;
            }
        }
        return most < text.length() && Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
    }

    /** A gap that is a space, or becomes one on one line, from its beginning on. */
    private static boolean beginsGap(String text, int at) {
        return switch (text.charAt(at)) {
            case ' ', '\n', '\r', '\t' -> !isSpace(text.charAt(at - 1));
            default -> false;
        };
    }

    /** What one line makes a gap of. */
    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
