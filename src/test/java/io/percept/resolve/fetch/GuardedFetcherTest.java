package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fetcher against a server on this machine, which is reached only where a test allows it. */
class GuardedFetcherTest {

    private static final byte[] BODY = {1, 2, 3, 4, 5};

    private ScriptedServer server;
    private final AtomicInteger lookups = new AtomicInteger();
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

    @Test
    void shouldFetchFromAnAllowedHost() throws Exception {
        server.answer("/a b.png?x=1", ScriptedServer.ok("image/png", BODY));

        byte[] body = allowed().fetch(url("/a b.png?x=1")).get(10, TimeUnit.SECONDS);

        assertThat(body).isEqualTo(BODY);
        assertThat(server.requests().getFirst())
                .startsWith("GET /a%20b.png?x=1 HTTP/1.1")
                .contains("Host: images.example:" + server.port());
    }

    @Test
    void shouldReadChunkedBodies() throws Exception {
        server.answer(
                "/c",
                out -> ScriptedServer.write(
                        out,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"));

        assertThat(allowed().fetch(url("/c")).get(10, TimeUnit.SECONDS))
                .isEqualTo("abcde".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://localhost:%d/",
                "http://[::1]:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://2130706433:%d/",
                "http://0.0.0.0:%d/",
                "http://169.254.169.254/latest/meta-data/",
                "ftp://images.example/a.png",
                "file:///etc/passwd",
                "http://user:secret@images.example/",
                "gopher://127.0.0.1/"
            })
    void shouldRefuseForbiddenAddressesWithoutAPacket(String url) {
        GuardedFetcher fetcher = fetcher(limits(List.of()), GuardedFetcherTest::system);

        PerceptException refused = failure(fetcher.fetch(String.format(url, server.port())));

        assertThat(refused.code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
        assertThat(server.connections()).isZero();
    }

    @Test
    void shouldRefuseANameWithOneClosedAddressAmongOpenOnes() {
        GuardedFetcher fetcher =
                fetcher(limits(List.of()), host -> List.of(address("93.184.216.34"), address("127.0.0.1")));

        assertThat(failure(fetcher.fetch(url("/"))).code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
        assertThat(server.connections()).isZero();
    }

    @Test
    void shouldRefusePortsThatAreNotAllowed() {
        GuardedFetcher fetcher = fetcher(limits(List.of()), host -> List.of(address("93.184.216.34")));

        assertThat(failure(fetcher.fetch("http://images.example:22/"))).hasMessageContaining("port 22");
    }

    @Test
    void shouldRefuseARedirectToLoopback() {
        server.answer("/r", ScriptedServer.redirect("http://127.0.0.1:" + server.port() + "/secret"));

        PerceptException refused = failure(allowed().fetch(url("/r")));

        assertThat(refused.code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldConnectToTheCheckedAddressWhenTheNameChangesItsAnswer() throws Exception {
        server.answer("/a", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher = fetcher(limits(List.of(entry())), host -> {
            if (lookups.getAndIncrement() > 0) {
                throw new AssertionError("the name was resolved a second time");
            }
            return List.of(address("127.0.0.1"));
        });

        fetcher.fetch(url("/a")).get(10, TimeUnit.SECONDS);

        assertThat(lookups).hasValue(1);
    }

    @Test
    void shouldCheckTheNameAgainAtARedirect() {
        server.answer("/r", ScriptedServer.redirect("http://other.example:" + server.port() + "/x"));

        PerceptException refused = failure(allowed().fetch(url("/r")));

        assertThat(refused.code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void shouldStopFollowingRedirects() {
        server.answer("/loop", ScriptedServer.redirect("/loop"));

        assertThat(failure(allowed().fetch(url("/loop")))).hasMessageContaining("more than 2 times");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void shouldSayThatAnAddressIsMissing() {
        server.answer("/gone", out -> ScriptedServer.write(out, "HTTP/1.1 404 Not Found\r\n\r\n"));

        PerceptException failed = failure(allowed().fetch(url("/gone")));

        assertThat(failed.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(failed).hasMessageContaining("404").hasMessageContaining("check that the address");
    }

    @Test
    void shouldSayThatAHostIsUnknown() {
        GuardedFetcher fetcher = fetcher(limits(List.of(entry())), host -> {
            throw new UnknownHostException(host);
        });

        assertThat(failure(fetcher.fetch(url("/"))).code()).isEqualTo(ErrorCode.FETCH_FAILED);
    }

    @Test
    void shouldRefuseAPageInPlaceOfAnImage() {
        server.answer("/p", ScriptedServer.ok("text/html; charset=utf-8", BODY));

        assertThat(failure(allowed().fetch(url("/p"))).code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
    }

    @Test
    void shouldStopReadingAnEndlessBody() {
        server.answer("/endless", ScriptedServer.endless());

        PerceptException refused = failure(allowed().fetch(url("/endless")));

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        Awaitility.await().untilAsserted(() -> assertThat(server.sent()).isLessThan(20_000_000));
    }

    @Test
    void shouldRefuseAStatedLengthBeforeReading() {
        server.answer("/big", out -> ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"));

        assertThat(failure(allowed().fetch(url("/big"))).code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    }

    @Test
    void shouldNotTakeHalfABodyForAWholeOne() {
        server.answer("/half", out -> ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"));

        assertThat(failure(allowed().fetch(url("/half"))).code()).isEqualTo(ErrorCode.FETCH_FAILED);
    }

    @Test
    void shouldGiveUpOnASlowHostAtTheDeadlineAndServeOthersMeanwhile() throws Exception {
        server.answer("/slow", ScriptedServer.drip());
        server.answer("/fast", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher =
                fetcher(limits(List.of("*.example:" + server.port())), host -> List.of(address("127.0.0.1")));
        long start = System.nanoTime();
        List<CompletableFuture<byte[]>> slow = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            slow.add(fetcher.fetch("http://slow.example:" + server.port() + "/slow"));
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(server.requestsTo("/slow")).isEqualTo(2));

        byte[] fast = fetcher.fetch(url("/fast")).get(10, TimeUnit.SECONDS);

        assertThat(fast).isEqualTo(BODY);
        assertThat(slow).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<byte[]> fetch : slow) {
            assertThat(failure(fetch).code()).isEqualTo(ErrorCode.FETCH_FAILED);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        Awaitility.await().untilAsserted(() -> assertThat(fetcher.hostsInUse()).isZero());
    }

    private GuardedFetcher allowed() {
        return fetcher(limits(List.of(entry())), host -> {
            lookups.incrementAndGet();
            return List.of(address("127.0.0.1"));
        });
    }

    private GuardedFetcher fetcher(FetchLimits limits, UrlGuard.Names names) {
        GuardedFetcher fetcher = new GuardedFetcher(limits, names, (SSLSocketFactory) SSLSocketFactory.getDefault());
        open.add(fetcher);
        return fetcher;
    }

    private FetchLimits limits(List<String> allow) {
        return new FetchLimits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                100_000,
                2,
                Set.of(80, 443, server.port()),
                allow,
                List.of(),
                2,
                8);
    }

    private String entry() {
        return "images.example:" + server.port();
    }

    private String url(String path) {
        return "http://images.example:" + server.port() + path;
    }

    private static List<InetAddress> system(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static PerceptException failure(CompletableFuture<byte[]> fetch) {
        return PerceptException.of(catchThrowable(() -> fetch.get(20, TimeUnit.SECONDS)));
    }
}
