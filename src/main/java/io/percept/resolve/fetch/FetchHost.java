package io.percept.resolve.fetch;

/** The host that an address names, as the guard reads it, which takes addresses that {@link java.net.URI} alone does not. Stateless. */
public final class FetchHost {

    private FetchHost() {}

    /**
     * @param url absolute, as it came
     * @return in the one form of all its spellings: ASCII, lower case, without a final dot; an IPv6 address in brackets
     * @throws io.percept.contract.PerceptException FETCH_FAILED or URL_FORBIDDEN where it names no host that could be fetched from
     */
    public static String of(String url) {
        return HostNames.plain(UrlGuard.parse(url)).getHost();
    }
}
