package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fetcher must not reach, whatever an address, a name server or a redirect says. */
class GuardedFetcherTest extends FetcherOnLocalServer {

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
        GuardedFetcher fetcher = fetcher(limits(List.of()), FetcherOnLocalServer::system);

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/secret",
                "http://[::1]:%d/secret",
                "http://2130706433:%d/secret",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/latest/meta-data/",
                "http://images.example:22/",
                "http://user:secret@images.example:%d/",
                "http://denied.example:%d/",
                "//denied.example:%d/",
                "file:///etc/passwd",
                "ftp://images.example/"
            })
    void shouldCheckARedirectLikeTheFirstAddress(String location) throws Exception {
        server.answer("/r", ScriptedServer.redirect(String.format(location, server.port())));
        FetchLimits limits = limits(List.of(entry()), List.of("denied.example"), 0, NO_BREAKER, 0);
        GuardedFetcher fetcher =
                fetcher(limits, host -> host.equals("images.example") ? List.of(address("127.0.0.1")) : system(host));

        PerceptException refused = failure(fetcher.fetch(url("/r")));

        assertThat(refused.code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
        assertThat(server.requests()).hasSize(1);
    }

    /** The first answer is an open address that no route leads to; the second would be this machine. */
    @Test
    void shouldSendNoPacketToLoopbackWhenTheNameIsReboundToIt() {
        GuardedFetcher fetcher = fetcher(
                limits(List.of()), host -> List.of(address(lookups.getAndIncrement() == 0 ? "3ffe::1" : "127.0.0.1")));

        PerceptException failed = failure(fetcher.fetch(url("/secret")));

        assertThat(failed.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(lookups).hasValue(1);
        assertThat(server.connections()).isZero();
        assertThat(failure(fetcher.fetch(url("/secret"))).code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
        assertThat(server.connections()).isZero();
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
    void shouldRefuseAnEndlessNameBeforeItIsResolved() {
        server.answer("/r", ScriptedServer.redirect("http://" + "a.".repeat(200) + "example/"));

        PerceptException redirected = failure(allowed().fetch(url("/r")));
        PerceptException direct = failure(allowed().fetch("http://" + "\u0301\u0316".repeat(200_000) + "/a.png"));

        assertThat(redirected.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(redirected).hasMessageContaining("longer than 260 characters");
        assertThat(direct.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(direct).hasMessageContaining("longer than 8192 characters");
        assertThat(lookups).hasValue(1);
    }

    @Test
    void shouldStopFollowingRedirects() {
        server.answer("/loop", ScriptedServer.redirect("/loop"));

        assertThat(failure(allowed().fetch(url("/loop")))).hasMessageContaining("more than 2 times");
        assertThat(server.requests()).hasSize(3);
    }
}
