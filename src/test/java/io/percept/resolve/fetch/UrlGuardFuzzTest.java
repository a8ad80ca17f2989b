package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Any address of an event, and any that a host redirects to: refused, or one that is the same to whoever reads it again, on a host that
 * is neither denied nor inside the network.
 */
class UrlGuardFuzzTest {

    private static final Set<ErrorCode> REFUSALS = Set.of(ErrorCode.FETCH_FAILED, ErrorCode.URL_FORBIDDEN);
    private static final String DENIED = "denied.example";
    private static final UrlGuard GUARD = guard();

    /** What redirects are followed from. */
    private static final FetchAddress BEFORE = GUARD.screen(UrlGuard.parse("https://images.example/folder/a.png?x=1"));

    @FuzzTest
    void shouldReadOrRefuseAnyAddress(byte[] bytes) {
        String url = new String(bytes, StandardCharsets.UTF_8);
        String location = Percent.encodedBytes(new String(bytes, StandardCharsets.ISO_8859_1));
        Cost.keepBelow(50 << 20, Duration.ofSeconds(2), () -> {
            Refusals.allow(REFUSALS, () -> check(UrlGuard.parse(url)));
            Refusals.allow(REFUSALS, () -> check(BEFORE.resolve(UrlGuard.parse(location))));
            checkShown(ShownAddress.of(url));
        });
    }

    private static void check(URI uri) {
        FetchAddress address = GUARD.screen(uri);
        assertThat(address.host())
                .isEqualTo(address.uri().getHost())
                .matches("[a-z0-9.-]+|\\[[0-9a-f:.]+]")
                .isNotEqualTo(DENIED)
                .doesNotEndWith("." + DENIED);
        assertThat(address.uri().getRawAuthority()).doesNotContain("@");
        // Without a space or line end, either of which would end the address within the request.
        assertThat(address.requestPath()).matches("/[!-~]*");
        URI asked = URI.create(address.key());
        assertThat(asked.getHost()).isEqualTo(address.host());
        assertThat(asked.getPort()).isIn(-1, address.port());
        assertThat(GUARD.screen(address.uri())).isEqualTo(address);
        assertThat(GUARD.checked(address, GUARD.lookUp(address.host())).addresses())
                .isNotEmpty()
                .noneMatch(UrlGuardFuzzTest::isInside);
    }

    /** By the JDK's word, since the guard's own list is what is tested. */
    private static boolean isInside(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    /** Short, and without what may be secret: a query, a fragment, a user name or a password. */
    private static void checkShown(String shown) {
        assertThat(shown)
                .hasSizeLessThan(130)
                .doesNotContain("?", "#")
                .doesNotMatch("(?s)\\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/]*@.*");
    }

    /** Names have an open address here, and addresses are what they are: nothing is looked up. */
    private static UrlGuard guard() {
        Duration time = Duration.ofSeconds(1);
        FetchLimits limits = new FetchLimits(
                time,
                time,
                1,
                0,
                Set.of(80, 443),
                List.of(),
                List.of(DENIED, "*." + DENIED),
                1,
                1,
                0,
                new BreakerLimits(0, 1, time),
                0);
        return new UrlGuard(limits, host -> List.of(InetAddress.getByName(isLiteral(host) ? host : "93.184.216.34")));
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }
}
