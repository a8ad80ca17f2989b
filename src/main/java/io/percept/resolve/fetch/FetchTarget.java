package io.percept.resolve.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * An address that passed the guard.
 *
 * @param uri http or https
 * @param host in lower case, as in the URL, brackets included
 * @param port explicit or the scheme's
 * @param addresses to which, and to nothing else, a connection may be opened; every one was checked
 */
record FetchTarget(URI uri, String host, int port, List<InetAddress> addresses) {

    boolean secure() {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    /** Value of the Host header. */
    String hostHeader() {
        return port == defaultPort(uri.getScheme()) ? host : host + ":" + port;
    }

    /** Path and query as they go into the request line. */
    String requestPath() {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    static int defaultPort(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }
}
