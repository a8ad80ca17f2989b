package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyCacheTest {

    private final AtomicLong now = new AtomicLong(5);
    private final BodyCache cache = new BodyCache(100_000, now::get);

    @Test
    void shouldStayWithinItsBytes() {
        for (int i = 0; i < 100; i++) {
            cache.keep(address("/" + i), body(9_000, "max-age=60"));
            assertThat(cache.weight()).isLessThanOrEqualTo(100_000);
        }

        assertThat(cache.weight()).isGreaterThan(50_000);
    }

    @Test
    void shouldNotKeepABodyThatIsLargerThanAllItHas() {
        cache.keep(address("/small"), body(1_000, "max-age=60"));

        cache.keep(address("/large"), body(99_000, "max-age=60"));

        assertThat(cache.find(address("/large"))).isEmpty();
        assertThat(cache.find(address("/small"))).isPresent();
    }

    @Test
    void shouldNotTakeAnOldBodyForFresh() {
        cache.keep(address("/a"), body(10, "max-age=60"));
        CachedBody kept = cache.find(address("/a")).orElseThrow();

        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(cache.isFresh(kept)).isTrue();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(cache.isFresh(kept)).isFalse();
    }

    @Test
    void shouldForgetEveryBodyAfterAnHour() {
        cache.keep(address("/a"), body(10, "max-age=31536000, immutable"));

        now.addAndGet(Duration.ofMinutes(61).toNanos());

        assertThat(cache.find(address("/a"))).isEmpty();
    }

    @Test
    void shouldForgetABodyThatMayNotBeKeptAnyMore() {
        cache.keep(address("/a"), body(10, "no-cache"));
        CachedBody kept = cache.find(address("/a")).orElseThrow();

        cache.confirm(address("/a"), kept, new HttpResponse(304, Map.of("cache-control", "no-store")));

        assertThat(cache.find(address("/a"))).isEmpty();
    }

    @Test
    void shouldKeepNoHeadersThatNobodyReads() {
        String much = "x".repeat(50_000);
        Map<String, String> headers = Map.of("cache-control", "no-cache", "etag", "\"v1\"", "x-much", much);
        cache.keep(address("/a"), new Answer.Body(new byte[1], new HttpResponse(200, headers)));
        CachedBody kept = cache.find(address("/a")).orElseThrow();

        cache.confirm(address("/a"), kept, new HttpResponse(304, Map.of("x-more", much)));

        assertThat(cache.find(address("/a")).orElseThrow().head().headers()).containsOnlyKeys("cache-control", "etag");
        assertThat(cache.weight()).isLessThan(5_000);
    }

    @Test
    void shouldCountHeadersAndAddressesAsWell() {
        String much = "x".repeat(8_000);
        for (int i = 0; i < 100; i++) {
            cache.keep(address("/" + i + much), body(1, "max-age=60, " + much));
        }

        assertThat(cache.weight()).isBetween(50_000L, 100_000L);
        assertThat(IntStream.range(0, 100)
                        .filter(i -> cache.find(address("/" + i + much)).isPresent()))
                .hasSizeBetween(1, 6);
    }

    @Test
    void shouldTellAddressesApart() {
        cache.keep(address("/a?x=1"), body(10, "max-age=60"));

        assertThat(cache.find(address("/a?x=2"))).isEmpty();
        assertThat(cache.find(address("/A?x=1"))).isEmpty();
        assertThat(cache.find(new FetchAddress(URI.create("https://h.example/a?x=1"), "h.example", 443, false)))
                .isEmpty();
        assertThat(cache.find(new FetchAddress(URI.create("http://h.example:81/a?x=1"), "h.example", 81, false)))
                .isEmpty();
    }

    private static FetchAddress address(String path) {
        return new FetchAddress(URI.create("http://h.example" + path), "h.example", 80, false);
    }

    private static Answer.Body body(int bytes, String control) {
        return new Answer.Body(
                new byte[bytes], new HttpResponse(200, Map.of("cache-control", control, "etag", "\"v1\"")));
    }
}
