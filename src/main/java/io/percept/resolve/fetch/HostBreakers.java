package io.percept.resolve.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A circuit breaker per host: one that keeps failing in passing (names, timeouts, connections, 5xx, 429) is left alone for a while,
 * so that its events end at once in place of holding slots until their deadlines. Then one fetch tries it again. Answers such as 404
 * are answers: the host works. The latest {@value #HOSTS} hosts are remembered. Thread-safe.
 */
final class HostBreakers {

    static final int HOSTS = 4096;

    /** A host's breaker, and until when it was opened last. */
    private record HostBreaker(CircuitBreaker breaker, AtomicReference<Instant> until) {}

    private final BreakerLimits limits;
    private final Duration fairTime;
    private final Clock clock;
    private final Cache<String, HostBreaker> hosts;

    /**
     * @param fairTime that a host must have had before its silence at a fetch's deadline counts against it: less was left
     *     where the fetch waited for its turn
     * @param clock that nobody sets, see {@link SteadyClock}
     */
    HostBreakers(BreakerLimits limits, Duration fairTime, Clock clock) {
        this.limits = limits;
        this.fairTime = fairTime;
        this.clock = clock;
        this.hosts = Caffeine.newBuilder()
                .maximumSize(HOSTS)
                .expireAfterAccess(limits.openFor().multipliedBy(2).plus(Duration.ofMinutes(10)))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Fails where the host is left alone now.
     *
     * @throws PerceptException FETCH_FAILED, passing
     */
    void check(String host) {
        if (limits.window() > 0) {
            HostBreaker known = of(host);
            acquire(host, known);
            known.breaker.releasePermission();
        }
    }

    /**
     * Runs a fetch and counts how it ended.
     *
     * @throws PerceptException the fetch's own, or FETCH_FAILED, passing, where the host is left alone
     */
    <T> T call(String host, Deadline deadline, Supplier<T> fetch) {
        return run(host, deadline, fetch, true);
    }

    /**
     * Runs what comes before a fetch, and counts how it ended only where it fails, so that there is no fetch: that it goes well says
     * nothing yet of the host.
     *
     * @throws PerceptException the step's own, or FETCH_FAILED, passing, where the host is left alone
     */
    <T> T callBefore(String host, Deadline deadline, Supplier<T> step) {
        return run(host, deadline, step, false);
    }

    /** @param proves whether the host works where it goes well */
    private <T> T run(String host, Deadline deadline, Supplier<T> fetch, boolean proves) {
        if (limits.window() == 0) {
            return fetch.get();
        }
        HostBreaker known = of(host);
        acquire(host, known);
        boolean fair = deadline.millis() >= fairTime.toMillis();
        boolean counted = false;
        try {
            T answer = fetch.get();
            if (proves) {
                known.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
                counted = true;
            }
            return answer;
        } catch (PerceptException e) {
            if (e.isPassing() && (fair || !deadline.passed())) {
                known.breaker.onError(0, TimeUnit.NANOSECONDS, e);
                counted = true;
            } else if (!e.isPassing() && e.code() != ErrorCode.STOPPING) {
                known.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
                counted = true;
            }
            throw e;
        } finally {
            if (!counted) {
                known.breaker.releasePermission();
            }
        }
    }

    /** Hosts that are left alone now. */
    int open() {
        Instant now = clock.instant();
        return (int) hosts.asMap().values().stream()
                .filter(known -> known.breaker.getState() == State.OPEN
                        && known.until.get().isAfter(now))
                .count();
    }

    private static void acquire(String host, HostBreaker known) {
        if (!known.breaker.tryAcquirePermission()) {
            throw FetchFault.passing("the host " + host + " failed too often and is not asked before "
                    + known.until.get().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private HostBreaker of(String host) {
        return hosts.get(host, this::create);
    }

    private HostBreaker create(String host) {
        CircuitBreaker breaker = CircuitBreaker.of(
                host,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(limits.window())
                        .minimumNumberOfCalls(limits.window())
                        .failureRateThreshold((float) (100 * limits.failures()))
                        .waitDurationInOpenState(limits.openFor())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(clock)
                        .build());
        AtomicReference<Instant> until = new AtomicReference<>(clock.instant());
        breaker.getEventPublisher().onStateTransition(change -> {
            if (change.getStateTransition().getToState() == State.OPEN) {
                until.set(clock.instant().plus(limits.openFor()));
            }
        });
        return new HostBreaker(breaker, until);
    }
}
