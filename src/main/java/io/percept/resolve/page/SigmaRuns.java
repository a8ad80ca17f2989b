package io.percept.resolve.page;

/**
 * The one letter that names must not be made of. jsoup writes the names of tags and attributes in small letters, and at each capital
 * sigma {@link String#toLowerCase} looks whether it ends its word: that costs the square of a name of sigmas. Without state and
 * thread-safe.
 */
final class SigmaRuns {

    private static final char CAPITAL = '\u03A3';
    private static final char SMALL = '\u03C3';

    /** Capital sigmas that a word, or the name of a tag or attribute, may have. */
    private static final int ENOUGH = 20;

    private SigmaRuns() {}

    /** The page with small sigmas for the capital ones behind the first twenty of anything without a space. */
    static String broken(String html) {
        int first = html.indexOf(CAPITAL);
        if (first < 0) {
            return html;
        }
        StringBuilder broken = new StringBuilder(html);
        int sigmas = 0;
        for (int at = first; at < html.length(); at++) {
            char sign = html.charAt(at);
            if (sign == CAPITAL) {
                sigmas++;
                if (sigmas > ENOUGH) {
                    broken.setCharAt(at, SMALL);
                }
            } else if (endsName(sign)) {
                sigmas = 0;
            }
        }
        return broken.toString();
    }

    private static boolean endsName(char sign) {
        return switch (sign) {
            case ' ', '\t', '\n', '\r', '\f', '/', '=', '>' -> true;
            default -> false;
        };
    }
}
