package io.percept.resolve.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a fetch may do.
 *
 * @param connectTimeout for one connection
 * @param deadline for the whole fetch: waiting for its turn and a free slot, names, connections, redirects and body
 * @param maxBytes of the body
 * @param maxRedirects that are followed
 * @param ports that may be asked, where a host is not allowed with a port of its own
 * @param allow hosts that may be asked whatever their address; see {@link HostRules} for the form
 * @param deny hosts that are never asked, whatever {@code allow} says
 * @param perHost fetches at once from one host
 * @param total fetches at once
 * @param ratePerHost fetches a second from one host; 0: as many as there are
 * @param breaker when a host is left alone
 * @param cacheBytes of bodies that are kept; 0: none
 */
public record FetchLimits(
        Duration connectTimeout,
        Duration deadline,
        long maxBytes,
        int maxRedirects,
        Set<Integer> ports,
        List<String> allow,
        List<String> deny,
        int perHost,
        int total,
        double ratePerHost,
        BreakerLimits breaker,
        long cacheBytes) {

    public FetchLimits {
        ports = Set.copyOf(ports);
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8 || maxRedirects < 0 || perHost < 1 || total < 1) {
            throw new IllegalArgumentException("fetch limits must be positive, and a body below 2 GiB");
        }
        if (!(ratePerHost >= 0 && ratePerHost <= 1_000_000)) {
            throw new IllegalArgumentException("percept.resolve.fetch.rate-per-host is " + ratePerHost
                    + "; set fetches a second, at most a million, or 0 for no limit");
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "percept.resolve.fetch.cache is negative; set the bytes of images to keep, or 0 for none");
        }
    }
}
