package io.percept.resolve.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether an address may be fetched. The name is resolved once, here; the connection goes to the addresses that
 * were checked, so a name that changes its answer gains nothing (DNS rebinding). A name of which any one address is
 * closed is refused. Thread-safe.
 */
final class UrlGuard {

    /** Resolves a host name. */
    interface Names {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** Servers and browsers take no longer ones from strangers. */
    private static final int MAX_ADDRESS = 8_192;

    /** A name of 253 letters, the dot behind it and a port. To write a name in ASCII takes the square of the marks on a letter of it. */
    private static final int MAX_AUTHORITY = 260;

    private final FetchLimits limits;
    private final HostRules allow;
    private final HostRules deny;
    private final Names names;

    UrlGuard(FetchLimits limits, Names names) {
        this.limits = limits;
        this.allow = new HostRules(limits.allow());
        this.deny = new HostRules(limits.deny());
        this.names = names;
    }

    /**
     * Reads an address. Whoever looks at it afterwards may take it for short.
     *
     * @param url absolute or a reference, as browsers take it
     * @throws io.percept.contract.PerceptException FETCH_FAILED where it is none, or is longer than addresses are
     */
    static URI parse(String url) {
        if (url.length() > MAX_ADDRESS) {
            throw FetchFault.failed("'" + ShownAddress.of(url) + "' is longer than " + MAX_ADDRESS + " characters");
        }
        try {
            URI uri = new URI(BrowserAddress.encoded(url.strip()));
            if (uri.getRawAuthority() != null && uri.getRawAuthority().length() > MAX_AUTHORITY) {
                throw FetchFault.failed(
                        "the host of '" + ShownAddress.of(url) + "' is longer than " + MAX_AUTHORITY + " characters");
            }
            return uri;
        } catch (URISyntaxException e) {
            // Without its cause, whose message repeats all of the address.
            throw FetchFault.failed("'" + ShownAddress.of(url) + "' is not a valid address (" + e.getReason() + ")");
        }
    }

    /**
     * Checks what can be checked without a packet: scheme, user, host and port.
     *
     * @throws io.percept.contract.PerceptException URL_FORBIDDEN, or FETCH_FAILED where there is no valid host
     */
    FetchAddress screen(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw FetchFault.forbidden("addresses of the scheme '" + scheme + "' are not fetched, only http and https");
        }
        if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            throw FetchFault.forbidden("the address carries a user name or password");
        }
        URI plain = HostNames.plain(uri);
        String host = plain.getHost();
        int port = plain.getPort() < 0 ? FetchAddress.defaultPort(scheme) : plain.getPort();
        if (deny.names(host, port)) {
            throw FetchFault.forbidden(
                    "the host " + host + " is on the deny list", "it taken off percept.resolve.fetch.deny");
        }
        if (!limits.ports().contains(port) && !allow.namesPort(host, port)) {
            throw FetchFault.forbidden(
                    "port " + port + " is not among the allowed ports " + limits.ports(),
                    host + ":" + port
                            + " added to percept.resolve.fetch.allow, or the port to percept.resolve.fetch.ports");
        }
        return new FetchAddress(plain, host, port, allow.names(host, port));
    }

    /**
     * Checks the addresses of the host, all of them.
     *
     * @throws io.percept.contract.PerceptException URL_FORBIDDEN
     */
    FetchTarget checked(FetchAddress address, List<InetAddress> addresses) {
        if (!address.allowed()) {
            addresses.forEach(found -> refuseClosed(address.host(), found));
        }
        return new FetchTarget(address, addresses);
    }

    /**
     * Resolves a name, once.
     *
     * @return its addresses, at least one, of which none is checked yet
     * @throws io.percept.contract.PerceptException FETCH_FAILED where it has no address
     */
    List<InetAddress> lookUp(String host) {
        try {
            List<InetAddress> addresses = names.resolve(host);
            if (addresses.isEmpty()) {
                throw FetchFault.failed("the host " + host + " has no address");
            }
            return List.copyOf(addresses);
        } catch (UnknownHostException e) {
            throw NameFailure.of(host, e);
        }
    }

    private static void refuseClosed(String host, InetAddress address) {
        Optional<String> reason = AddressRules.closed(address);
        if (reason.isPresent()) {
            // The address itself is not told: it would map the inner network for whoever sends events.
            throw FetchFault.forbidden(
                    "the host " + host + " has an address that is " + reason.get(),
                    "the host added to percept.resolve.fetch.allow");
        }
    }
}
