package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.PerceptException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fetcher and a server on this machine, which is reached only where a test allows it. */
abstract class FetcherOnLocalServer {

    static final byte[] BODY = {1, 2, 3, 4, 5};
    static final BreakerLimits NO_BREAKER = new BreakerLimits(0, 1, Duration.ofSeconds(30));

    ScriptedServer server;
    final AtomicInteger lookups = new AtomicInteger();
    final List<FetchOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<GuardedFetcher> open = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() throws Exception {
        open.forEach(GuardedFetcher::close);
        server.close();
    }

    GuardedFetcher allowed() {
        return fetcher(limits(List.of(entry())), host -> {
            lookups.incrementAndGet();
            return List.of(address("127.0.0.1"));
        });
    }

    /** Any host below example, all of them on this machine. */
    GuardedFetcher everyExample(double rate, BreakerLimits breaker, long cacheBytes) {
        List<String> allow = List.of("*.example:" + server.port());
        return fetcher(limits(allow, List.of(), rate, breaker, cacheBytes), host -> List.of(address("127.0.0.1")));
    }

    GuardedFetcher fetcher(FetchLimits limits, UrlGuard.Names names) {
        GuardedFetcher fetcher =
                new GuardedFetcher(limits, outcomes::add, names, (SSLSocketFactory) SSLSocketFactory.getDefault());
        open.add(fetcher);
        return fetcher;
    }

    FetchLimits limits(List<String> allow) {
        return limits(allow, List.of(), 0, NO_BREAKER, 0);
    }

    FetchLimits limits(List<String> allow, List<String> deny, double rate, BreakerLimits breaker, long cacheBytes) {
        return new FetchLimits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                100_000,
                2,
                Set.of(80, 443, server.port()),
                allow,
                deny,
                2,
                8,
                rate,
                breaker,
                cacheBytes);
    }

    String entry() {
        return "images.example:" + server.port();
    }

    String url(String path) {
        return "http://images.example:" + server.port() + path;
    }

    String url(String host, String path) {
        return "http://" + host + ".example:" + server.port() + path;
    }

    static byte[] body(GuardedFetcher fetcher, String url) throws Exception {
        return fetcher.fetch(url).get(10, TimeUnit.SECONDS);
    }

    static List<InetAddress> system(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    static PerceptException failure(CompletableFuture<byte[]> fetch) {
        return PerceptException.of(catchThrowable(() -> fetch.get(20, TimeUnit.SECONDS)));
    }
}
