package io.percept.resolve.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds how often a host is asked: a bucket per host that holds one second's fetches and refills steadily. A host that asks
 * for a pause gets it. The latest {@value #HOSTS} hosts are remembered. Thread-safe.
 */
final class HostRates {

    static final int HOSTS = 4096;

    /** The longest pause that a host gets: what one answer asks for must not keep all its images away for long. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final long interval;
    private final long burst;
    private final LongSupplier nanos;
    private final Cache<String, Bucket> buckets;

    /** @param perSecond fetches of one host; 0: as many as there are */
    HostRates(double perSecond) {
        this(perSecond, System::nanoTime);
    }

    HostRates(double perSecond, LongSupplier nanos) {
        this.interval = perSecond == 0 ? 0 : (long) (1_000_000_000L / perSecond);
        this.burst = Math.max(0, 1_000_000_000L - interval);
        this.nanos = nanos;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(HOSTS)
                .expireAfterAccess(Duration.ofMinutes(10))
                .executor(Runnable::run)
                .build();
    }

    /** Waits for the host's next turn, or says false at once when it does not come before the deadline. */
    boolean await(String host, Deadline deadline) throws InterruptedException {
        long wait = reserve(host, deadline.nanosLeft());
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
        return wait >= 0;
    }

    /** Takes a turn and gives the nanoseconds until it comes; -1 and no turn where that is longer than the patience. */
    long reserve(String host, long patience) {
        return bucket(host).reserve(nanos.getAsLong(), Math.max(0, patience));
    }

    /** Lets nobody ask the host for a while, {@link #LONGEST_PAUSE} at most. */
    void pause(String host, Duration time) {
        Duration bounded = time.compareTo(LONGEST_PAUSE) < 0 ? time : LONGEST_PAUSE;
        bucket(host).pauseUntil(nanos.getAsLong() + bounded.toNanos());
    }

    private Bucket bucket(String host) {
        return buckets.get(host, name -> new Bucket(nanos.getAsLong()));
    }

    /** The moment up to which turns are given away; it may run ahead of now by the burst. */
    private final class Bucket {

        private long taken;

        Bucket(long now) {
            taken = now;
        }

        synchronized long reserve(long now, long patience) {
            long from = taken - now > 0 ? taken : now;
            long wait = Math.max(0, from - burst - now);
            if (wait > patience) {
                return -1;
            }
            taken = from + interval;
            return wait;
        }

        synchronized void pauseUntil(long moment) {
            taken = moment + burst - taken > 0 ? moment + burst : taken;
        }
    }
}
