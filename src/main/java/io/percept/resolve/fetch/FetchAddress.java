package io.percept.resolve.fetch;

import java.net.URI;

/**
 * A URL that the rules for hosts and ports let through; its name is not resolved yet.
 *
 * @param uri http or https, host in ASCII, path not empty
 * @param host in lower case, without a final dot, brackets included
 * @param port explicit or the scheme's
 * @param allowed whether the host is allowed whatever its address
 */
record FetchAddress(URI uri, String host, int port, boolean allowed) {

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
        return ascii.getRawQuery() == null ? ascii.getRawPath() : ascii.getRawPath() + "?" + ascii.getRawQuery();
    }

    /** The same for all spellings of one address. */
    String key() {
        return (secure() ? "https://" : "http://") + hostHeader() + requestPath();
    }

    static int defaultPort(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }
}
