package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.fuzz.Cost;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told from a URL alone, and what one look at its name adds. */
class UrlGuardTest {

    private final List<String> resolved = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://017700000001/",
                "http://0x7f000001/",
                "http://0x7F.0x0.0x0.0x1/",
                "http://0177.0.0.1/",
                "http://010.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://0/",
                "http://0x/",
                "http://images.example.0x7f/",
                "http://127.0.0.1.1/"
            })
    void shouldRefuseDecimalOctalHexAndShortFormsOfIpv4(String url) {
        assertThat(refused(url)).hasMessageContaining("IPv4 address in another form");
        assertThat(resolved).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1./",
                "http://１２７.０.０.１/",
                "http://127。0。0。1/",
                "http://[::1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b:1::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fd00::1]/",
                "http://[fe80::1]/"
            })
    void shouldRefuseClosedAddressesHoweverTheyAreWritten(String url) {
        UrlGuard guard = guard(List.of(), List.of(), FetcherOnLocalServer::system);

        assertThat(failure(() -> resolve(guard, url)).code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost."})
    void shouldRefuseTheNameOfThisMachine(String host) {
        UrlGuard guard = guard(List.of(), List.of(), FetcherOnLocalServer::system);

        assertThat(failure(() -> resolve(guard, "http://" + host + "/")).code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://images.example/a.png",
                "file:///etc/passwd",
                "gopher://images.example/",
                "jar:http://images.example/a!/b",
                "javascript:alert(1)",
                "//images.example/a.png",
                "images.example/a.png"
            })
    void shouldRefuseOtherSchemes(String url) {
        assertThat(refused(url)).hasMessageContaining("only http and https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:secret@images.example/",
                "http://user@images.example/",
                "http://images.example@127.1/",
                "http://:@images.example/"
            })
    void shouldRefuseUsersAndPasswords(String url) {
        assertThat(refused(url)).hasMessageContaining("user name or password");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 25, 6379, 8080, 65535})
    void shouldRefuseOtherPorts(int port) {
        assertThat(refused("http://images.example:" + port + "/")).hasMessageContaining("port " + port);
    }

    @Test
    void shouldSayHowAnotherPortIsLetThrough() {
        assertThat(refused("http://images.example:8443/"))
                .hasMessageContaining("images.example:8443 added to percept.resolve.fetch.allow")
                .hasMessageContaining("percept.resolve.fetch.ports");
    }

    @Test
    void shouldLetAnotherPortThroughWhereTheHostIsAllowedWithIt() {
        UrlGuard guard = guard(List.of("images.example:8443", "other.example"), List.of(), this::open);

        assertThat(guard.screen(UrlGuard.parse("https://images.example:8443/a.png"))
                        .allowed())
                .isTrue();
        assertThat(failure(() -> guard.screen(UrlGuard.parse("https://other.example:8443/a.png"))))
                .hasMessageContaining("port 8443");
        assertThat(failure(() -> guard.screen(UrlGuard.parse("https://images.example:8444/a.png"))))
                .hasMessageContaining("port 8444");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://images.example/a.png", "http://user@images.example/", "http://127.1/"})
    void shouldNameNoSettingWhereNoneLetsAnAddressThrough(String url) {
        assertThat(refused(url)).hasMessageEndingWith("; send the image's bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:///a.png",
                "http://",
                "http://a..example/",
                "http://-.example:x/",
                "http://a%2eexample/",
                "http://a[1].example/",
                "http://a.example\\b.png",
                "http://[fe80::1%eth0]/",
                "http://a.evil.example‥/p.png",
                "http://a.evil.example.／x",
                "http://a.evil.example？x",
                "http://2130706433／x",
                "https://images.example‥/",
                "http:a"
            })
    void shouldFailForGoodWhereThereIsNoValidHost(String url) {
        PerceptException failure = failure(() -> screened(url));

        assertThat(failure.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(failure.isPassing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://bücher.example/a.png, xn--bcher-kva.example",
        "http://BÜCHER.example./a.png, xn--bcher-kva.example",
        "http://Images.EXAMPLE./a.png, images.example"
    })
    void shouldResolveNamesInOneForm(String url, String host) {
        UrlGuard guard = guard(List.of(), List.of(), this::open);

        resolve(guard, url);

        assertThat(resolved).containsExactly(host);
    }

    @Test
    void shouldHeedThePortBehindAnInternationalName() {
        assertThat(refused("http://bücher.example:22/")).hasMessageContaining("port 22");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://bücher.example/",
                "http://xn--bcher-kva.example/",
                "http://BÜCHER.EXAMPLE./",
                "http://a.evil.example/",
                "http://a.EVIL.example.:80/"
            })
    void shouldRefuseTheDenyListHoweverAHostIsWritten(String url) {
        UrlGuard guard = guard(List.of("*.example"), List.of("bücher.example", "*.evil.example"), this::open);

        assertThat(failure(() -> guard.screen(UrlGuard.parse(url)))).hasMessageContaining("deny list");
    }

    @ParameterizedTest
    @CsvSource({
        "93.184.216.34, http://[::ffff:93.184.216.34]/",
        "93.184.216.34, http://[::FFFF:5DB8:D822]/",
        "[::ffff:93.184.216.34], http://93.184.216.34/",
        "[2606:2800:220::1], http://[2606:2800:0220:0:0::1]/",
        "[2606:2800:0220:0000:0000:0000:0000:0001], http://[2606:2800:220::1]:80/"
    })
    void shouldRefuseADeniedAddressHoweverItIsWritten(String denied, String url) {
        UrlGuard guard = guard(List.of(), List.of(denied), this::open);

        assertThat(failure(() -> guard.screen(UrlGuard.parse(url)))).hasMessageContaining("deny list");
    }

    @Test
    void shouldConnectToTheIpv4AddressThatIsMappedIntoIpv6() {
        FetchAddress address = screened("http://[::ffff:93.184.216.34]/");

        assertThat(address.hostHeader()).isEqualTo("93.184.216.34");
    }

    @Test
    void shouldDecideByOneLookUp() {
        UrlGuard guard = guard(List.of(), List.of(), this::open);

        FetchTarget target = resolve(guard, "http://images.example/a.png");

        assertThat(resolved).hasSize(1);
        assertThat(target.addresses()).extracting(InetAddress::getHostAddress).containsExactly("93.184.216.34");
    }

    @Test
    void shouldGiveARelativeRedirectAPathOfItsOwn() {
        FetchAddress address = screened("http://images.example?x=1");

        assertThat(address.requestPath()).isEqualTo("/?x=1");
        assertThat(address.uri().resolve("a.png")).hasToString("http://images.example/a.png");
    }

    @Test
    void shouldTakeAddressesOfAnyUsualLength() {
        assertThat(screened("http://images.example/" + "a".repeat(8_000)).requestPath())
                .hasSize(8_001);
        assertThat(screened("http://" + "a.".repeat(123) + "example:80/").host())
                .hasSize(253);
    }

    @ParameterizedTest
    @CsvSource({"8192, 1, longer than 8192 characters", "1, 200, longer than 260 characters"})
    void shouldFailForGoodWhereAnAddressIsEndless(int path, int labels, String reason) {
        PerceptException failure =
                failure(() -> UrlGuard.parse("http://" + "a.".repeat(labels) + "example/" + "a".repeat(path)));

        assertThat(failure.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(failure.isPassing()).isFalse();
        assertThat(failure).hasMessageContaining(reason);
    }

    /** They are put in order before a name is written in ASCII, which takes the square of them. */
    @ParameterizedTest
    @ValueSource(ints = {120, 200_000})
    void shouldNotTakeLongForANameOfMarks(int pairs) {
        String url = "http://" + "\u0301\u0316".repeat(pairs) + "/a.png";

        Cost.keepBelow(50 << 20, Duration.ofSeconds(1), () -> assertThat(
                        failure(() -> screened(url)).code())
                .isEqualTo(ErrorCode.FETCH_FAILED));
    }

    private static FetchTarget resolve(UrlGuard guard, String url) {
        FetchAddress address = guard.screen(UrlGuard.parse(url));
        return guard.checked(address, guard.lookUp(address.host()));
    }

    private PerceptException refused(String url) {
        PerceptException refused = failure(() -> screened(url));
        assertThat(refused.code()).isEqualTo(ErrorCode.URL_FORBIDDEN);
        return refused;
    }

    private FetchAddress screened(String url) {
        return guard(List.of(), List.of(), this::open).screen(UrlGuard.parse(url));
    }

    private List<InetAddress> open(String host) throws java.net.UnknownHostException {
        resolved.add(host);
        return List.of(InetAddress.getByName("93.184.216.34"));
    }

    private static PerceptException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(PerceptException.class, call);
    }

    private static UrlGuard guard(List<String> allow, List<String> deny, UrlGuard.Names names) {
        Duration time = Duration.ofSeconds(1);
        return new UrlGuard(
                new FetchLimits(
                        time, time, 1, 0, Set.of(80, 443), allow, deny, 1, 1, 0, new BreakerLimits(0, 1, time), 0),
                names);
    }
}
