package io.percept.resolve.fetch;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Host names in the one form in which they are compared and resolved: ASCII, lower case, without a final dot. Numbers that
 * some resolvers take for IPv4 addresses are no names: they are refused unless they are four plain decimal numbers, so
 * that what is checked cannot mean something else to whoever connects. Without state and thread-safe.
 */
final class HostNames {

    private HostNames() {}

    /** A name as it is written in configuration or in a URL, letters of any script. */
    static String canonical(String name) {
        String ascii;
        try {
            ascii = name.startsWith("[") ? name : IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw FetchFault.failed("'" + name + "' is not a valid host name", e);
        }
        String lower = ascii.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /**
     * The same URL with its host in ASCII and with a path; {@link URI} knows no other letters in a host and would take a
     * port behind them for a part of the name.
     *
     * @throws io.percept.contract.PerceptException FETCH_FAILED where there is no valid host, URL_FORBIDDEN where it is a
     *     number in disguise
     */
    static URI plain(URI uri) {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        String host = canonical(port ? authority.substring(0, colon) : authority);
        refuseDisguised(host);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        try {
            URI plain =
                    new URI(uri.getScheme() + "://" + host + (port ? authority.substring(colon) : "") + path + query);
            if (plain.getHost() == null) {
                throw FetchFault.failed("the address has no valid host");
            }
            return plain;
        } catch (URISyntaxException e) {
            // Without its cause, whose message repeats all of the address.
            throw FetchFault.failed("the address has no valid host");
        }
    }

    private static void refuseDisguised(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        boolean number = last.matches("[0-9]+|0x[0-9a-f]*");
        if (number && !host.matches("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})")) {
            throw FetchFault.forbidden("the host '" + host + "' is an IPv4 address in another form than 192.0.2.1");
        }
    }
}
