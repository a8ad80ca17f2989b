package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures may pass, and how hosts that keep failing are left alone. */
class FailingHostsTest extends FetcherOnLocalServer {

    private static final BreakerLimits BREAKER = new BreakerLimits(4, 0.5, Duration.ofMillis(300));

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 408})
    void shouldTakeAnOverloadedHostForPassing(int status) {
        assertThat(failureOf(status).isPassing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 451, 204, 206, 300, 304})
    void shouldTakeOtherAnswersForFinal(int status) {
        assertThat(failureOf(status).isPassing()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 302 Found\r\n\r\n"
            })
    void shouldTakeMalformedAnswersForFinal(String answer) {
        server.answer("/x", out -> ScriptedServer.write(out, answer));

        PerceptException failed = failure(allowed().fetch(url("/x")));

        assertThat(failed.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(failed.isPassing()).isFalse();
    }

    @Test
    void shouldTakeACutConnectionForPassing() {
        server.answer("/half", out -> ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"));

        assertThat(failure(allowed().fetch(url("/half"))).isPassing()).isTrue();
    }

    @Test
    void shouldTakeARefusedConnectionForPassing() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        GuardedFetcher fetcher =
                fetcher(limits(List.of("images.example:" + port)), host -> List.of(address("127.0.0.1")));

        PerceptException failed = failure(fetcher.fetch("http://images.example:" + port + "/"));

        assertThat(failed.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(failed.isPassing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images.example: Name or service not known",
                "images.example: Name does not resolve",
                "images.example: No address associated with hostname",
                "images.example: nodename nor servname provided, or not known"
            })
    void shouldTakeANameThatDoesNotExistForFinal(String said) {
        assertThat(failureOfName(said).isPassing()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images.example: Temporary failure in name resolution",
                "images.example: Try again",
                "images.example"
            })
    void shouldTakeANameServerThatDoesNotAnswerForPassing(String said) {
        assertThat(failureOfName(said).isPassing()).isTrue();
    }

    /** Name servers that never answer hold native threads; held on the carriers of virtual threads, they would stop all. */
    @Test
    void shouldServeOthersWhileNamesAreNotResolved() throws Exception {
        server.answer("/a", ScriptedServer.ok("image/png", BODY));
        CountDownLatch end = new CountDownLatch(1);
        GuardedFetcher fetcher = fetcher(limits(List.of("*.example:" + server.port())), host -> {
            if (host.startsWith("stuck")) {
                holdThread(end);
            }
            return List.of(address("127.0.0.1"));
        });
        List<CompletableFuture<byte[]>> stuck = IntStream.range(0, 6)
                .mapToObj(i -> fetcher.fetch(url("stuck" + i, "/a")))
                .toList();

        assertThat(body(fetcher, url("/a"))).isEqualTo(BODY);

        assertThat(stuck).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<byte[]> fetch : stuck) {
            PerceptException failed = failure(fetch);
            assertThat(failed.isPassing()).isTrue();
            assertThat(failed).hasMessageContaining("not resolved in time");
        }
        end.countDown();
        Awaitility.await().untilAsserted(() -> assertThat(fetcher.underWay()).isZero());
    }

    @Test
    void shouldLeaveAHostAloneWhoseNameIsNotResolvedInTime() throws Exception {
        server.answer("/a", ScriptedServer.ok("image/png", BODY));
        CountDownLatch end = new CountDownLatch(1);
        BreakerLimits breaker = new BreakerLimits(4, 0.5, Duration.ofMinutes(1));
        GuardedFetcher fetcher =
                fetcher(limits(List.of("*.example:" + server.port()), List.of(), 0, breaker, 0), host -> {
                    if (host.startsWith("stuck")) {
                        lookups.incrementAndGet();
                        holdThread(end);
                    }
                    return List.of(address("127.0.0.1"));
                });
        List<CompletableFuture<byte[]>> stuck = IntStream.range(0, 4)
                .mapToObj(i -> fetcher.fetch(url("stuck", "/" + i)))
                .toList();
        for (CompletableFuture<byte[]> fetch : stuck) {
            assertThat(failure(fetch)).hasMessageContaining("not resolved in time");
        }

        PerceptException refused = failure(fetcher.fetch(url("stuck", "/a")));

        assertThat(refused.isPassing()).isTrue();
        assertThat(refused).hasMessageContaining("stuck.example").hasMessageContaining("not asked before 20");
        assertThat(lookups).hasValue(1);
        assertThat(body(fetcher, url("good", "/a"))).isEqualTo(BODY);
        end.countDown();
    }

    @Test
    void shouldLeaveAFailingHostAloneAndServeOthers() throws Exception {
        server.answer("/bad", out -> ScriptedServer.write(out, "HTTP/1.1 503 Busy\r\n\r\n"));
        server.answer("/good", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher = everyExample(0, new BreakerLimits(4, 0.5, Duration.ofMinutes(1)), 0);
        for (int i = 0; i < 4; i++) {
            failure(fetcher.fetch(url("bad", "/bad")));
        }

        PerceptException refused = failure(fetcher.fetch(url("bad", "/good")));

        assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(refused.isPassing()).isTrue();
        assertThat(refused).hasMessageContaining("bad.example").hasMessageContaining("not asked before 20");
        assertThat(server.requests()).hasSize(4);
        assertThat(fetcher.openCircuits()).isEqualTo(1);
        assertThat(body(fetcher, url("good", "/good"))).isEqualTo(BODY);
    }

    @Test
    void shouldTryALeftHostAgainAfterAWhile() {
        server.answer("/a", out -> ScriptedServer.write(out, "HTTP/1.1 500 Oh\r\n\r\n"));
        GuardedFetcher fetcher = everyExample(0, BREAKER, 0);
        for (int i = 0; i < 4; i++) {
            failure(fetcher.fetch(url("/a")));
        }
        server.answer("/a", ScriptedServer.ok("image/png", BODY));

        Awaitility.await()
                .ignoreException(ExecutionException.class)
                .untilAsserted(() -> assertThat(body(fetcher, url("/a"))).isEqualTo(BODY));

        assertThat(server.requests()).hasSize(5);
        assertThat(fetcher.openCircuits()).isZero();
    }

    @Test
    void shouldNotLeaveAHostAloneForMissingImages() throws Exception {
        server.answer("/gone", out -> ScriptedServer.write(out, "HTTP/1.1 404 Not Found\r\n\r\n"));
        server.answer("/a", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher = everyExample(0, BREAKER, 0);
        for (int i = 0; i < 8; i++) {
            failure(fetcher.fetch(url("/gone")));
        }

        assertThat(body(fetcher, url("/a"))).isEqualTo(BODY);
    }

    @Test
    void shouldNotAskAHostMoreOftenThanItMayBeAsked() throws Exception {
        server.answer("/a", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher = everyExample(0.1, NO_BREAKER, 0);
        body(fetcher, url("/a"));

        PerceptException refused = failure(fetcher.fetch(url("/a")));

        assertThat(refused.isPassing()).isTrue();
        assertThat(refused).hasMessageContaining("asked as often as it may be");
        assertThat(server.connections()).isEqualTo(1);
        assertThat(body(fetcher, url("other", "/a"))).isEqualTo(BODY);
    }

    @Test
    void shouldGiveAHostThePauseThatItAsksFor() throws Exception {
        server.answer("/a", ScriptedServer.ok("image/png", BODY));
        server.answer(
                "/busy", out -> ScriptedServer.write(out, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\n\r\n"));
        GuardedFetcher fetcher = everyExample(0, NO_BREAKER, 0);

        assertThat(failure(fetcher.fetch(url("/busy")))).hasMessageContaining("asked again after 60 s");

        assertThat(failure(fetcher.fetch(url("/a"))).isPassing()).isTrue();
        assertThat(server.connections()).isEqualTo(1);
        assertThat(body(fetcher, url("other", "/a"))).isEqualTo(BODY);
    }

    private PerceptException failureOf(int status) {
        server.answer("/x", out -> ScriptedServer.write(out, "HTTP/1.1 " + status + " So\r\n\r\n"));
        PerceptException failed = failure(allowed().fetch(url("/x")));
        assertThat(failed.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(failed).hasMessageContaining(String.valueOf(status));
        return failed;
    }

    private PerceptException failureOfName(String said) {
        GuardedFetcher fetcher = fetcher(limits(List.of(entry())), host -> {
            throw new UnknownHostException(said);
        });
        PerceptException failed = failure(fetcher.fetch(url("/")));
        assertThat(failed.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        return failed;
    }

    /** As native code does: within a monitor, a virtual thread keeps its carrier. */
    private static void holdThread(CountDownLatch end) {
        synchronized (new Object()) {
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
