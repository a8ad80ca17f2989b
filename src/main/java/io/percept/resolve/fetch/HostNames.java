package io.percept.resolve.fetch;

import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Host names in the one form in which they are compared and resolved: ASCII, lower case, without a final dot; IPv6 addresses
 * as RFC 5952 spells them, and IPv4 addresses within them as what they are. Numbers that some resolvers take for IPv4
 * addresses are no names: they are refused unless they are four plain decimal numbers, so that what is checked cannot mean
 * something else to whoever connects. Without state and thread-safe.
 */
final class HostNames {

    private HostNames() {}

    /**
     * A name or an address in brackets as it is written in configuration or in a URL, letters of any script.
     *
     * @throws io.percept.contract.PerceptException FETCH_FAILED where it is neither
     */
    static String canonical(String name) {
        if (name.startsWith("[")) {
            return address(name);
        }
        String ascii;
        try {
            ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw FetchFault.failed("'" + name + "' is not a valid host name", e);
        }
        String lower = ascii.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String address(String literal) {
        // Then it is an address or an error, and never a name to look up. A zone means something on this machine alone.
        if (!literal.endsWith("]") || !literal.contains(":") || literal.contains("%")) {
            throw FetchFault.failed("'" + literal + "' is not a valid IPv6 address");
        }
        try {
            // An IPv4 address that is mapped into IPv6 comes back as such, and is what would be connected to.
            InetAddress address = InetAddress.getByName(literal);
            String text = new IPAddressGenerator().from(address.getAddress()).toCanonicalString();
            return address instanceof Inet6Address ? "[" + text + "]" : text;
        } catch (UnknownHostException e) {
            throw FetchFault.failed("'" + literal + "' is not a valid IPv6 address", e);
        }
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
            // A sign that stands for a dot, slash or question mark has become one: it would end the name, or stay
            // behind it.
            if (!host.equals(plain.getHost()) || host.endsWith(".")) {
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
