package io.percept.prompt;

import java.util.function.ToIntFunction;

/**
 * Counts the tokens of a text of any length a piece at a time, for the tokenizer takes some 500 bytes for each token of what it is given
 * at once, and a piece may be far longer as it is spelled: of one character become up to 18. Pieces end where a gap between words
 * begins, where a tokenizer of words begins anew, so that their tokens are those of the whole; of a word or a gap without an end in
 * sight there may be one more for each piece. Thread-safe.
 *
 * @param tokens of a text as it came, before it is spelled
 */
record PiecewiseLength(ToIntFunction<String> tokens) implements ToIntFunction<String> {

    /** Characters of a piece; it ends with the word that it has then come to. */
    private static final int PIECE = 4 << 10;

    /** Characters of a piece that ends wherever it has come to. */
    private static final int LONGEST = 2 * PIECE;

    @Override
    public int applyAsInt(String text) {
        int count = 0;
        int from = 0;
        do {
            int to = text.length() - from > PIECE ? end(text, from) : text.length();
            count += tokens.applyAsInt(text.substring(from, to));
            from = to;
        } while (from < text.length());
        return count;
    }

    private static int end(String text, int from) {
        int most = Math.min(text.length(), from + LONGEST);
        for (int at = from + PIECE; at < most; at++) {
            if (text.charAt(at) == ' ' && !isSpace(lastSeen(text, from, at))) {
                return at;
            }
        }
        return most < text.length() && Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
    }

    /** The last character before a place that the spelling does not leave out; the first one where it leaves out all. */
    private static int lastSeen(String text, int from, int to) {
        int at = to;
        int last;
        do {
            last = text.codePointBefore(at);
            at -= Character.charCount(last);
        } while (at > from && Spelling.mayBeLeftOut(last));
        return last;
    }

    /** What is a space, or is spelled as one. */
    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
