package io.percept.resolve.fetch;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses as browsers take them, in the spelling of RFC 3986, on which {@link java.net.URI} insists: pages name images as
 * {@code photo[1].jpg} or {@code 100%.jpg}, and WHATWG's rules leave it to the client to encode that. Without state and
 * thread-safe.
 */
final class BrowserAddress {

    /** What stands before the path is left alone: where a host has such signs, it is refused and not mended. */
    private static final Pattern ORIGIN = Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(//[^/?#]*)?");

    private static final String STRANGE = "\"<>\\^`{|}";
    private static final HexFormat PERCENT = HexFormat.of().withPrefix("%").withUpperCase();

    private enum Part {
        PATH,
        QUERY,
        FRAGMENT
    }

    private BrowserAddress() {}

    /** @param url absolute, or a reference as in {@code Location} */
    static String encoded(String url) {
        Matcher origin = ORIGIN.matcher(url);
        int start = origin.lookingAt() ? origin.end() : 0;
        boolean behindHost = start > 0 && origin.group(1) != null;
        StringBuilder encoded = new StringBuilder(url.length()).append(url, 0, start);
        Part part = Part.PATH;
        for (int at = start; at < url.length(); at++) {
            char sign = url.charAt(at);
            if (part == Part.PATH && behindHost && sign == '\\') {
                // To browsers it is a slash there. Where no host stands before it, two of them would name another one.
                encoded.append('/');
            } else if (isStrange(sign, part) || sign == '%' && !beginsByte(url, at)) {
                encoded.append(PERCENT.formatHex(String.valueOf(sign).getBytes(StandardCharsets.UTF_8)));
            } else {
                encoded.append(sign);
            }
            part = behind(sign, part);
        }
        return encoded.toString();
    }

    private static boolean isStrange(char sign, Part part) {
        return STRANGE.indexOf(sign) >= 0
                || Character.isSpaceChar(sign)
                || part == Part.PATH && (sign == '[' || sign == ']')
                || part == Part.FRAGMENT && sign == '#';
    }

    private static boolean beginsByte(String url, int percent) {
        return percent + 2 < url.length()
                && HexFormat.isHexDigit(url.charAt(percent + 1))
                && HexFormat.isHexDigit(url.charAt(percent + 2));
    }

    private static Part behind(char sign, Part part) {
        return switch (sign) {
            case '#' -> Part.FRAGMENT;
            case '?' -> part == Part.PATH ? Part.QUERY : part;
            default -> part;
        };
    }
}
