package io.percept.resolve.load;

import io.percept.contract.PerceptException;
import io.percept.resolve.fetch.FetchHost;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Places for images by address, from the start of their fetching to the end of their decoding: so many bodies can be in memory.
 * No host has more than an eighth of the places, so that a slow one does not hold the others back. Thread-safe.
 */
public final class FetchPlaces {

    private static final int SHARES = 8;

    private static final class Share {

        private final Admission places;
        private int users;

        Share(int places) {
            this.places = new Admission(places);
        }
    }

    private final Admission all;
    private final int perHost;
    private final Map<String, Share> hosts = new HashMap<>();

    /** @param places at least 1 */
    public FetchPlaces(int places) {
        this.all = new Admission(places);
        this.perHost = Math.max(1, places / SHARES);
    }

    /**
     * Begins the work now or when there is a place for it, in the order of its host.
     *
     * @param end of whoever wants it, well or not: work that waits for a place by then leaves the queue, fails and never begins
     */
    <T> CompletableFuture<T> run(String url, Supplier<CompletableFuture<T>> work, CompletableFuture<?> end) {
        String host = host(url);
        return enter(host).places.run(() -> all.run(work, end), end).whenComplete((done, failure) -> leave(host));
    }

    private synchronized Share enter(String host) {
        Share share = hosts.computeIfAbsent(host, any -> new Share(perHost));
        share.users++;
        return share;
    }

    private synchronized void leave(String host) {
        if (--hosts.get(host).users == 0) {
            hosts.remove(host);
        }
    }

    /** Hosts that are remembered now. */
    synchronized int hosts() {
        return hosts.size();
    }

    /** Addresses that are none share a place; the fetcher says what is wrong with them. */
    private static String host(String url) {
        try {
            return FetchHost.of(url);
        } catch (PerceptException e) {
            return "";
        }
    }
}
