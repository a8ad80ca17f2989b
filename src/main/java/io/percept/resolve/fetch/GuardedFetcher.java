package io.percept.resolve.fetch;

import io.percept.contract.PerceptException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches images by http and https, and nothing that is not on the open internet or explicitly allowed: scheme, port
 * and host are checked, the name is resolved once and every address of it checked, the connection goes to a checked
 * address, and each redirect passes the same gate. Time, size, redirects, concurrency and rate are bounded; hosts that keep
 * failing are left alone; bodies are kept as far as hosts allow. No credentials and no cookies are sent. Each fetch runs on a
 * virtual thread of its own. Thread-safe.
 */
public final class GuardedFetcher implements AutoCloseable {

    private final FetchLimits limits;
    private final FetchListener listener;
    private final UrlGuard guard;
    private final NameLookups names;
    private final HostGate gate;
    private final BodyCache cache;
    private final Exchange exchange;
    private final Flights flights;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("fetch-deadline").daemon().factory());

    public GuardedFetcher(FetchLimits limits, FetchListener listener) {
        this(limits, listener, host -> List.of(InetAddress.getAllByName(host)), (SSLSocketFactory)
                SSLSocketFactory.getDefault());
    }

    GuardedFetcher(FetchLimits limits, FetchListener listener, UrlGuard.Names resolver, SSLSocketFactory tls) {
        this.limits = limits;
        this.listener = listener;
        this.guard = new UrlGuard(limits, resolver);
        this.names = new NameLookups(limits.total(), guard::lookUp);
        this.gate = new HostGate(limits);
        this.cache = new BodyCache(limits.cacheBytes());
        this.exchange = new Exchange(limits, tls, clock, gate::pause);
        this.flights = new Flights(threads);
    }

    /**
     * Fetches the body at an address. It may be given to others as well, so it must not be changed.
     *
     * @return fails with a {@link PerceptException}: URL_FORBIDDEN, FETCH_FAILED (passing where another try may go better),
     *     IMAGE_TOO_LARGE, UNSUPPORTED_MEDIA, or STOPPING once the fetcher was closed
     */
    public CompletableFuture<byte[]> fetch(String url) {
        return flights.join(url, () -> counted(url), () -> listener.ended(FetchOutcome.SHARED));
    }

    private byte[] counted(String url) {
        try {
            Fetched fetched = follow(UrlGuard.parse(url));
            listener.ended(fetched.outcome);
            return fetched.body;
        } catch (PerceptException e) {
            listener.ended(FetchOutcome.of(e));
            throw e;
        }
    }

    private Fetched follow(URI start) {
        Deadline deadline = Deadline.in(limits.deadline());
        URI uri = start;
        for (int hop = 0; hop <= limits.maxRedirects(); hop++) {
            FetchAddress address = guard.screen(uri);
            Optional<CachedBody> known = cache.find(address);
            if (known.filter(cache::isFresh).isPresent()) {
                return new Fetched(known.get().bytes(), FetchOutcome.CACHED);
            }
            FetchTarget target = target(address, deadline);
            switch (gate.through(address.host(), deadline, () -> exchange.ask(target, known, deadline))) {
                case Answer.Body body -> {
                    cache.keep(address, body);
                    return new Fetched(body.bytes(), FetchOutcome.FETCHED);
                }
                case Answer.Unchanged unchanged -> {
                    cache.confirm(address, known.orElseThrow(), unchanged.head());
                    return new Fetched(known.get().bytes(), FetchOutcome.CONFIRMED);
                }
                case Answer.Redirect redirect -> uri = address.resolve(redirect.location());
            }
        }
        throw FetchFault.failed("the address redirects more than " + limits.maxRedirects() + " times");
    }

    /** Where the host is left alone its name is too, of which the server may be what is silent. */
    private FetchTarget target(FetchAddress address, Deadline deadline) {
        String host = address.host();
        gate.check(host);
        return guard.checked(address, names.await(host, deadline, wait -> gate.resolving(host, deadline, wait)));
    }

    /** Hosts that are left alone now because they kept failing. */
    public int openCircuits() {
        return gate.openCircuits();
    }

    /** Bytes of bodies that are kept now. */
    public long cachedBytes() {
        return cache.weight();
    }

    /** Fetches that have not ended, and hosts and names that are held for them. */
    int underWay() {
        return flights.underWay() + gate.hostsInUse() + names.underWay();
    }

    /** Ends the fetches under way; they fail. */
    @Override
    public void close() {
        threads.shutdownNow();
        clock.shutdownNow();
        names.close();
    }

    private record Fetched(byte[] body, FetchOutcome outcome) {}
}
