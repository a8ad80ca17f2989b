package io.percept.prompt;

/**
 * Most tokens that a task generates unless its options say otherwise. The text of a document is cut to leave room for
 * them.
 *
 * @param caption captions and names of boxes
 * @param describe descriptions and rationales
 * @param ground boxes and grounded captions
 * @param answer answers
 */
public record TokenLimits(int caption, int describe, int ground, int answer) {

    public static final TokenLimits DEFAULT = new TokenLimits(48, 128, 96, 48);

    public TokenLimits {
        if (Math.min(Math.min(caption, describe), Math.min(ground, answer)) < 1) {
            throw new IllegalArgumentException("Each limit must be at least 1");
        }
    }
}
