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

    /**
     * Path and query as they go into the request line. Letters that are not ASCII are encoded as they are spelt: {@link
     * URI#toASCIIString} would compose an e and its accent to one letter, which is another name to most servers.
     */
    String requestPath() {
        String query = uri.getRawQuery();
        return Percent.encoded(query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query);
    }

    /**
     * The address that a reference in an answer leads to, by RFC 3986. {@link URI#resolve} is older, and takes a reference of a
     * query alone for one to the folder.
     */
    URI resolve(URI reference) {
        boolean queryAlone = !reference.isAbsolute()
                && reference.getRawAuthority() == null
                && reference.getRawPath().isEmpty()
                && reference.getRawQuery() != null;
        return queryAlone
                ? URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + "?"
                        + reference.getRawQuery())
                : uri.resolve(reference);
    }

    /** The same for all spellings of one address. */
    String key() {
        return (secure() ? "https://" : "http://") + hostHeader() + requestPath();
    }

    static int defaultPort(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }
}
