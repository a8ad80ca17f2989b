package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fetcher makes of what servers answer, honest, broken and endless. */
class FetchAnswersTest extends FetcherOnLocalServer {

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
    void shouldAskForANameAsItIsSpelt() throws Exception {
        // An e and its accent: composed to one letter, it would be another file.
        server.answer("/cafe%CC%81.png", ScriptedServer.ok("image/png", BODY));
        server.answer("/caf%C3%A9.png?x=%C3%A9", ScriptedServer.ok("image/png", BODY));

        assertThat(body(allowed(), url("/cafe\u0301.png"))).isEqualTo(BODY);
        assertThat(body(allowed(), url("/caf\u00e9.png?x=\u00e9"))).isEqualTo(BODY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            textBlock =
                    """
                    /photo[1].jpg               => /photo%5B1%5D.jpg
                    /a|b.png                    => /a%7Cb.png
                    /100%.jpg?x=5%&y=%41        => /100%25.jpg?x=5%25&y=%41
                    /"<{^`}>.png?q=[1]|"        => /%22%3C%7B%5E%60%7D%3E.png?q=[1]%7C%22
                    /folder\\photo.png?x=\\     => /folder/photo.png?x=%5C
                    /a.png#first#second|        => /a.png
                    """)
    void shouldAskForAnAddressThatBrowsersTake(String path, String asked) throws Exception {
        server.answer(asked, ScriptedServer.ok("image/png", BODY));
        server.answer("/r", ScriptedServer.redirect(url(path)));

        assertThat(body(allowed(), url(path))).isEqualTo(BODY);
        assertThat(body(allowed(), url("/r"))).isEqualTo(BODY);
    }

    @Test
    void shouldFollowARedirectToANameThatBrowsersTake() throws Exception {
        server.answer("/a/r", ScriptedServer.redirect("photo[1].jpg"));
        server.answer("/a/photo%5B1%5D.jpg", ScriptedServer.ok("image/png", BODY));

        assertThat(body(allowed(), url("/a/r"))).isEqualTo(BODY);
    }

    @Test
    void shouldFollowARedirectThatIsAQueryAlone() throws Exception {
        server.answer("/a/b.png", ScriptedServer.redirect("?v=2"));
        server.answer("/a/b.png?v=2", ScriptedServer.ok("image/png", BODY));

        assertThat(body(allowed(), url("/a/b.png"))).isEqualTo(BODY);
    }

    @Test
    void shouldFollowARedirectInUtf8() throws Exception {
        server.answer(
                "/r",
                out -> out.write("HTTP/1.1 302 Found\r\nLocation: /caf\u00e9.png\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8)));
        server.answer("/caf%C3%A9.png", ScriptedServer.ok("image/png", BODY));

        assertThat(body(allowed(), url("/r"))).isEqualTo(BODY);
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
        server.answer("/fast", ScriptedServer.ok("image/png", BODY));
        GuardedFetcher fetcher =
                fetcher(limits(List.of("*.example:" + server.port())), host -> List.of(address("127.0.0.1")));
        long start = System.nanoTime();
        List<CompletableFuture<byte[]>> slow = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            // Of addresses of their own, since the fetches of one address are one.
            server.answer("/slow" + i, ScriptedServer.drip());
            slow.add(fetcher.fetch(url("slow", "/slow" + i)));
        }

        Awaitility.await().untilAsserted(() -> assertThat(server.requests()).hasSize(2));

        byte[] fast = fetcher.fetch(url("/fast")).get(10, TimeUnit.SECONDS);

        assertThat(fast).isEqualTo(BODY);
        assertThat(slow).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<byte[]> fetch : slow) {
            PerceptException failed = failure(fetch);
            assertThat(failed.code()).isEqualTo(ErrorCode.FETCH_FAILED);
            assertThat(failed.isPassing()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        Awaitility.await().untilAsserted(() -> assertThat(fetcher.underWay()).isZero());
    }
}
