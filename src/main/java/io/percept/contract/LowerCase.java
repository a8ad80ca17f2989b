package io.percept.contract;

/**
 * Texts in small letters, to be compared, in a time that grows with their length. {@link String#toLowerCase} looks around each
 * capital sigma for the end of its word, so that a run of them takes the square of its length. Stateless.
 */
public final class LowerCase {

    private static final int TO_SMALL = 'a' - 'A';

    private LowerCase() {}

    /** Of names and media types of protocols: what is not ASCII stays as it is. */
    public static String ascii(String text) {
        if (text.chars().noneMatch(LowerCase::isCapital)) {
            return text;
        }
        StringBuilder small = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            small.append(isCapital(c) ? (char) (c + TO_SMALL) : c);
        }
        return small.toString();
    }

    /** Of words in any script: letters that differ in case alone become one, a sigma at the end of its word as well. */
    public static String letters(String text) {
        return text.codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isCapital(int c) {
        return c >= 'A' && c <= 'Z';
    }
}
