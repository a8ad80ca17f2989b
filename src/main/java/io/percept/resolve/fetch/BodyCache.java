package io.percept.resolve.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Bodies by address, bounded in bytes; what hosts forbid to keep is not kept, errors never are, and nothing stays for more than
 * an hour after its host gave or confirmed it. One address is one body for everybody: requests carry no credentials, so
 * nobody can be given what another one only may see. Thread-safe.
 */
final class BodyCache {

    static final Duration LONGEST = Duration.ofHours(1);

    /** What an entry takes besides its letters: objects and bookkeeping. */
    private static final int OVERHEAD = 2048;

    /** The headers that {@link CacheRules} and {@link Validators} read in what is kept; what sets a cookie never is. */
    private static final Set<String> HEADERS = Set.of("cache-control", "age", "vary", "etag", "last-modified");

    private final long maxBytes;
    private final LongSupplier nanos;
    private final Cache<String, CachedBody> bodies;

    /** @param maxBytes of all bodies, their headers and addresses; 0: nothing is kept */
    BodyCache(long maxBytes) {
        this(maxBytes, System::nanoTime);
    }

    BodyCache(long maxBytes, LongSupplier nanos) {
        this.maxBytes = maxBytes;
        this.nanos = nanos;
        this.bodies = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<String, CachedBody>weigher((key, body) -> (int) Math.min(weight(key, body), Integer.MAX_VALUE))
                .expireAfterWrite(LONGEST)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    Optional<CachedBody> find(FetchAddress address) {
        return Optional.ofNullable(bodies.getIfPresent(address.key()));
    }

    boolean isFresh(CachedBody body) {
        return body.isFresh(nanos.getAsLong());
    }

    void keep(FetchAddress address, Answer.Body answer) {
        put(address, answer.bytes(), answer.head());
    }

    /** Keeps what the host has confirmed for as long as it says now. */
    void confirm(FetchAddress address, CachedBody known, HttpResponse confirmation) {
        put(address, known.bytes(), known.head().confirmedBy(confirmation));
    }

    private void put(FetchAddress address, byte[] bytes, HttpResponse head) {
        Optional<Duration> fresh = CacheRules.fresh(head);
        boolean useless =
                fresh.isEmpty() || (fresh.get().isZero() && Validators.of(head).none());
        if (useless) {
            bodies.invalidate(address.key());
            return;
        }
        Duration bounded = fresh.get().compareTo(LONGEST) < 0 ? fresh.get() : LONGEST;
        CachedBody body = new CachedBody(bytes, head.only(HEADERS), nanos.getAsLong() + bounded.toNanos());
        if (weight(address.key(), body) > maxBytes) {
            bodies.invalidate(address.key());
        } else {
            bodies.put(address.key(), body);
        }
    }

    /** In bytes; headers and addresses are of letters of one byte each. */
    private static long weight(String key, CachedBody body) {
        long letters = key.length();
        for (Map.Entry<String, String> header : body.head().headers().entrySet()) {
            letters += header.getKey().length() + header.getValue().length();
        }
        return body.bytes().length + letters + OVERHEAD;
    }

    /** What is kept now, in bytes. */
    long weight() {
        return bodies.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
