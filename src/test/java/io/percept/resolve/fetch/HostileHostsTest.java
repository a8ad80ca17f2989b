package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.resolve.fetch.ScriptedServer.Script;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Hosts that take their time or never end: deadline and size hold, nothing stays behind, and others are served meanwhile. */
class HostileHostsTest extends FetcherOnLocalServer {

    @Test
    void shouldEndEverySlowHostAtTheDeadlineAndServeOthersMeanwhile() throws Exception {
        Map<String, Script> slow = new LinkedHashMap<>();
        slow.put("silent", HostileHostsTest::wait);
        slow.put("drips-status", out -> drip(out, "H"));
        slow.put("drips-headers", out -> drip(out, "HTTP/1.1 200 OK\r\nX: "));
        slow.put("drips-body", ScriptedServer.drip());
        slow.put("drips-chunks", out -> drip(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"));
        slow.put("stops-in-body", out -> {
            ScriptedServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
            wait(out);
        });
        server.answer("/fast", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher = everyExample(0, NO_BREAKER, 0);
        long start = System.nanoTime();
        Map<String, CompletableFuture<byte[]>> fetches = new LinkedHashMap<>();
        slow.forEach((name, script) -> {
            server.answer("/" + name, script);
            fetches.put(name, fetcher.fetch(url(name, "/" + name)));
        });

        assertThat(body(fetcher, url("fast", "/fast"))).isEqualTo(BODY);

        fetches.forEach((name, fetch) -> {
            PerceptException failed = failure(fetch);
            assertThat(failed.code()).as(name).isEqualTo(ErrorCode.FETCH_FAILED);
            assertThat(failed.isPassing()).as(name).isTrue();
            assertThat(failed).as(name).hasMessageContaining("did not deliver the image within 2000 ms");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        Awaitility.await().untilAsserted(() -> assertThat(fetcher.underWay()).isZero());
    }

    @Test
    void shouldEndEveryEndlessAnswerEarlyAndServeOthersMeanwhile() throws Exception {
        Map<String, Script> endless = new LinkedHashMap<>();
        endless.put("body", ScriptedServer.endless());
        endless.put("line", out -> repeat(out, "HTTP/1.1 200 OK\r\nX: ", "x".repeat(1000)));
        endless.put("headers", out -> repeat(out, "HTTP/1.1 200 OK\r\n", "X-Y: z\r\n"));
        endless.put("notes", out -> repeat(out, "", "HTTP/1.1 103 Early Hints\r\n\r\n"));
        endless.put(
                "chunks",
                out -> repeat(
                        out,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "3e8\r\n" + "x".repeat(1000) + "\r\n"));
        server.answer("/fast", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher = everyExample(0, NO_BREAKER, 0);
        Map<String, CompletableFuture<byte[]>> fetches = new LinkedHashMap<>();
        endless.forEach((name, script) -> {
            server.answer("/" + name, script);
            fetches.put(name, fetcher.fetch(url(name, "/" + name)));
        });

        assertThat(body(fetcher, url("fast", "/fast"))).isEqualTo(BODY);

        fetches.forEach((name, fetch) -> {
            PerceptException failed = failure(fetch);
            assertThat(failed.isPassing()).as(name).isFalse();
            assertThat(failed.code()).as(name).isIn(ErrorCode.IMAGE_TOO_LARGE, ErrorCode.FETCH_FAILED);
            assertThat(failed).as(name).hasMessageContaining("than ");
        });
        Awaitility.await().untilAsserted(() -> assertThat(fetcher.underWay()).isZero());
        long sent = server.sent();
        assertThat(sent).isLessThan(60_000_000);
    }

    @Test
    void shouldCountSlowRedirectsAgainstOneDeadline() {
        server.answer("/slow", out -> {
            LockSupport.parkNanos(900_000_000);
            ScriptedServer.redirect("/slow").write(out);
        });
        long start = System.nanoTime();

        PerceptException failed = failure(everyExample(0, NO_BREAKER, 0).fetch(url("/slow")));

        assertThat(failed).hasMessageContaining("did not deliver");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    private static void wait(OutputStream out) {
        LockSupport.parkNanos(10_000_000_000L);
    }

    private static void drip(OutputStream out, String head) throws java.io.IOException {
        ScriptedServer.write(out, head);
        while (!Thread.currentThread().isInterrupted()) {
            ScriptedServer.write(out, "x");
            out.flush();
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static void repeat(OutputStream out, String head, String unit) throws java.io.IOException {
        ScriptedServer.write(out, head);
        while (!Thread.currentThread().isInterrupted()) {
            ScriptedServer.write(out, unit);
        }
    }
}
