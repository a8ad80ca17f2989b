package io.percept.contract;

/** The beginning or the end of a text that may be of any length; no character of two halves is parted. Stateless. */
public final class Excerpt {

    private Excerpt() {}

    /** @param most characters, as Java counts them */
    public static String beginning(String text, int most) {
        return text.length() <= most ? text : text.substring(0, parts(text, most) ? most - 1 : most);
    }

    /** @param most characters, as Java counts them */
    public static String end(String text, int most) {
        int from = text.length() - most;
        return from <= 0 ? text : text.substring(parts(text, from) ? from + 1 : from);
    }

    /** Whether a cut would part a character. */
    private static boolean parts(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
