package io.percept.resolve.fetch;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What stands between a fetch and its host: the host's breaker, its rate, and the slots, its own and all. Waiting counts
 * against the fetch's deadline, and a slow or broken host holds up only its own. Thread-safe.
 */
final class HostGate {

    private final HostBreakers breakers;
    private final HostRates rates;
    private final HostSlots slots;

    HostGate(FetchLimits limits) {
        breakers = new HostBreakers(limits.breaker(), limits.deadline().dividedBy(2), new SteadyClock());
        rates = new HostRates(limits.ratePerHost());
        slots = new HostSlots(limits.perHost(), limits.total());
    }

    /**
     * Fails where the host is left alone now.
     *
     * @throws io.percept.contract.PerceptException FETCH_FAILED, passing
     */
    void check(String host) {
        breakers.check(host);
    }

    /**
     * Runs the wait for the addresses of the host's name, of which its breaker counts that they do not come.
     *
     * @throws io.percept.contract.PerceptException the wait's own; FETCH_FAILED, passing, where the host is left alone
     */
    <T> T resolving(String host, Deadline deadline, Supplier<T> wait) {
        return breakers.callBefore(host, deadline, wait);
    }

    /**
     * Runs a fetch when its turn comes.
     *
     * @throws io.percept.contract.PerceptException the fetch's own; FETCH_FAILED, passing, where its turn does not come; STOPPING
     */
    <T> T through(String host, Deadline deadline, Supplier<T> fetch) {
        breakers.check(host);
        try {
            if (!rates.await(host, deadline)) {
                throw FetchFault.passing("the host " + host + " is asked as often as it may be");
            }
            if (!slots.acquire(host, deadline)) {
                throw FetchFault.passing("too many fetches from " + host + " are under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FetchFault.stopping(e);
        }
        try {
            return breakers.call(host, deadline, fetch);
        } finally {
            slots.release(host);
        }
    }

    /** Leaves a host alone that asked for it. */
    void pause(String host, Duration time) {
        rates.pause(host, time);
    }

    int hostsInUse() {
        return slots.hostsInUse();
    }

    int openCircuits() {
        return breakers.open();
    }
}
