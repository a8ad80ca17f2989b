package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.resolve.fetch.ScriptedServer.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are fetched once, asked about, or shared. */
class KeptImagesTest extends FetcherOnLocalServer {

    private static final byte[] OTHER = {9, 9, 9};

    @Test
    void shouldAskNobodyForAFreshImage() throws Exception {
        server.answer("/a", image(BODY, "Cache-Control: max-age=60"));
        GuardedFetcher fetcher = keeping();

        body(fetcher, url("/a"));

        assertThat(body(fetcher, url("/a#part"))).isEqualTo(BODY);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(lookups).hasValue(1);
        assertThat(outcomes).containsExactly(FetchOutcome.FETCHED, FetchOutcome.CACHED);
        assertThat(fetcher.cachedBytes()).isGreaterThanOrEqualTo(BODY.length);
    }

    @Test
    void shouldRefuseAForbiddenWayToAKeptImage() throws Exception {
        server.answer("/a", image(BODY, "Cache-Control: max-age=60"));
        GuardedFetcher fetcher = keeping();
        body(fetcher, url("/a"));

        PerceptException refused = failure(fetcher.fetch("http://me@images.example:" + server.port() + "/a"));

        assertThat(refused.code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag: \"v1\"", "ETag: W/\"v1\"", "Last-Modified: Mon, 05 May 2025 12:00:00 GMT"})
    void shouldAskWhetherAKeptImageHasChanged(String validator) throws Exception {
        server.answer("/a", image(BODY, validator));
        GuardedFetcher fetcher = keeping();
        body(fetcher, url("/a"));
        server.answer("/a", out -> ScriptedServer.write(out, "HTTP/1.1 304 Not Modified\r\n\r\n"));

        assertThat(body(fetcher, url("/a"))).isEqualTo(BODY);

        String condition = validator.replace("ETag", "If-None-Match").replace("Last-Modified", "If-Modified-Since");
        assertThat(server.requests().getFirst()).doesNotContain("If-");
        assertThat(server.requests().getLast()).contains("\n" + condition + "\n");
        assertThat(outcomes).containsExactly(FetchOutcome.FETCHED, FetchOutcome.CONFIRMED);
    }

    @Test
    void shouldTakeAConfirmedImageForFreshAsLongAsTheConfirmationSays() throws Exception {
        server.answer("/a", image(BODY, "Cache-Control: no-cache\r\nETag: \"v1\""));
        GuardedFetcher fetcher = keeping();
        body(fetcher, url("/a"));
        server.answer(
                "/a",
                out -> ScriptedServer.write(out, "HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=60\r\n\r\n"));
        body(fetcher, url("/a"));

        assertThat(body(fetcher, url("/a"))).isEqualTo(BODY);

        assertThat(server.connections()).isEqualTo(2);
        assertThat(outcomes).endsWith(FetchOutcome.CONFIRMED, FetchOutcome.CACHED);
    }

    @Test
    void shouldReplaceAKeptImageThatHasChanged() throws Exception {
        server.answer("/a", image(BODY, "ETag: \"v1\""));
        GuardedFetcher fetcher = keeping();
        body(fetcher, url("/a"));
        server.answer("/a", image(OTHER, "ETag: \"v2\"\r\nCache-Control: max-age=60"));

        assertThat(body(fetcher, url("/a"))).isEqualTo(OTHER);
        assertThat(body(fetcher, url("/a"))).isEqualTo(OTHER);

        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: no-store, max-age=60\r\nETag: \"v1\"",
                "Cache-Control: private, max-age=60",
                "Cache-Control: max-age=60\r\nCache-Control: no-store",
                "Cache-Control: max-age=60\r\nVary: *",
                "Cache-Control: max-age=60\r\nSet-Cookie: a=b"
            })
    void shouldNotKeepWhatTheHostDoesNotWantKept(String headers) throws Exception {
        server.answer("/a", image(BODY, headers));
        GuardedFetcher fetcher = keeping();
        body(fetcher, url("/a"));

        body(fetcher, url("/a"));

        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.requests().getLast()).doesNotContain("If-");
        assertThat(fetcher.cachedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 404 Not Found\r\nCache-Control: max-age=60\r\n\r\n",
                "HTTP/1.1 503 Busy\r\nCache-Control: max-age=60\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCache-Control: max-age=60\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nCache-Control: max-age=60\r\n\r\nabc"
            })
    void shouldNotKeepErrors(String answer) throws Exception {
        server.answer("/a", out -> ScriptedServer.write(out, answer));
        GuardedFetcher fetcher = keeping();
        failure(fetcher.fetch(url("/a")));
        server.answer("/a", ScriptedServer.ok("image/png", BODY));

        assertThat(body(fetcher, url("/a"))).isEqualTo(BODY);
    }

    @Test
    void shouldNotServeAStaleImageForAnError() throws Exception {
        server.answer("/a", image(BODY, "ETag: \"v1\""));
        GuardedFetcher fetcher = keeping();
        body(fetcher, url("/a"));
        server.answer("/a", out -> ScriptedServer.write(out, "HTTP/1.1 410 Gone\r\n\r\n"));

        assertThat(failure(fetcher.fetch(url("/a")))).hasMessageContaining("410");
    }

    @Test
    void shouldKeepNothingWhereThatIsNotWanted() throws Exception {
        server.answer("/a", image(BODY, "Cache-Control: max-age=60\r\nETag: \"v1\""));
        GuardedFetcher fetcher = allowed();
        body(fetcher, url("/a"));

        body(fetcher, url("/a"));

        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.requests().getLast()).doesNotContain("If-");
    }

    @Test
    void shouldSendNoCredentials() throws Exception {
        server.answer("/a", image(BODY, "Set-Cookie: session=1"));
        GuardedFetcher fetcher = keeping();
        body(fetcher, url("/a"));

        body(fetcher, url("/a"));

        assertThat(server.requests()).allSatisfy(request -> assertThat(request)
                .doesNotContainIgnoringCase("cookie")
                .doesNotContainIgnoringCase("authorization"));
    }

    @Test
    void shouldFetchOnceForAllWhoAskAtOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        server.answer("/a", held(go));
        GuardedFetcher fetcher = allowed();
        List<CompletableFuture<byte[]>> fetches =
                IntStream.range(0, 5).mapToObj(i -> fetcher.fetch(url("/a"))).toList();

        fetches.getFirst().cancel(true);
        go.countDown();

        for (CompletableFuture<byte[]> fetch : fetches.subList(1, 5)) {
            assertThat(fetch.get(10, TimeUnit.SECONDS)).isEqualTo(BODY);
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(outcomes).filteredOn(FetchOutcome.SHARED::equals).hasSize(4);
        Awaitility.await().untilAsserted(() -> assertThat(fetcher.underWay()).isZero());
    }

    @Test
    void shouldNotShareAFailureWithWhoComesAfterIt() throws Exception {
        GuardedFetcher fetcher = allowed();

        CompletableFuture<byte[]> second = fetcher.fetch(url("/a")).exceptionallyCompose(failed -> {
            server.answer("/a", ScriptedServer.ok("image/png", BODY));
            return fetcher.fetch(url("/a"));
        });

        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(BODY);
        assertThat(outcomes).containsExactly(FetchOutcome.PASSING, FetchOutcome.FETCHED);
    }

    private GuardedFetcher keeping() {
        return fetcher(limits(List.of(entry()), List.of(), 0, NO_BREAKER, 1_000_000), host -> {
            lookups.incrementAndGet();
            return List.of(address("127.0.0.1"));
        });
    }

    private static Script image(byte[] body, String headers) {
        return out -> {
            ScriptedServer.write(
                    out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n\r\n");
            out.write(body);
        };
    }

    private static Script held(CountDownLatch go) {
        return out -> {
            try {
                go.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ScriptedServer.ok("image/png", BODY).write(out);
        };
    }
}
