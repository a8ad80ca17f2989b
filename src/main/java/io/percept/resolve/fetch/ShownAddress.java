package io.percept.resolve.fetch;

import io.percept.contract.Excerpt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as it may stand in messages, which end up in logs, results and headers: scheme, host and path. What may be
 * secret is left out: the query, where signed addresses have their signature, the fragment, user name and password.
 */
public final class ShownAddress {

    private static final int MAX = 120;
    private static final Pattern AUTHORITY = Pattern.compile("(\\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//)([^/?#]*)");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[[^\\]]*]|[^:]*)(?::[0-9]+)?");
    private static final Pattern LOGIN = Pattern.compile("(//)[^/]*@");

    private ShownAddress() {}

    /** @param url as it came, which need not be valid */
    public static String of(String url) {
        Matcher authority = AUTHORITY.matcher(url);
        if (authority.lookingAt() && endsWithinPassword(authority.group(2), url.substring(authority.end()))) {
            return Excerpt.beginning(authority.group(1), MAX) + "…";
        }
        int end = url.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = url.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String shown = LOGIN.matcher(url.substring(0, end)).replaceFirst("$1");
        String cut = shown.length() <= MAX ? shown : Excerpt.beginning(shown, MAX) + "…";
        return end < url.length() && !cut.endsWith("…") ? cut + "…" : cut;
    }

    /** A password may hold a slash, question mark or number sign that was not encoded; where it ends then, nobody can tell. */
    private static boolean endsWithinPassword(String authority, String rest) {
        return !authority.contains("@")
                && rest.contains("@")
                && !HOST_AND_PORT.matcher(authority).matches();
    }
}
