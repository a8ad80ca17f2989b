package io.percept.resolve.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Fetches under way: whoever asks for an address that is being fetched gets the same answer. Thread-safe. */
final class Flights {

    private final ExecutorService threads;
    private final ConcurrentMap<String, CompletableFuture<byte[]>> flying = new ConcurrentHashMap<>();

    Flights(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Joins the fetch of a URL, or starts it.
     *
     * @param joined is run where another one had started it
     * @return the caller's own: cancelling it takes nothing from others
     */
    CompletableFuture<byte[]> join(String url, Supplier<byte[]> fetch, Runnable joined) {
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        CompletableFuture<byte[]> known = flying.putIfAbsent(url, mine);
        if (known != null) {
            joined.run();
            return known.copy();
        }
        try {
            threads.execute(() -> fly(url, fetch, mine));
        } catch (RejectedExecutionException e) {
            flying.remove(url, mine);
            mine.completeExceptionally(FetchFault.stopping(e));
        }
        return mine.copy();
    }

    /** Whoever is woken by the end of a flight may start the next, so it is taken off the list first. */
    private void fly(String url, Supplier<byte[]> fetch, CompletableFuture<byte[]> flight) {
        try {
            byte[] body = fetch.get();
            flying.remove(url, flight);
            flight.complete(body);
        } catch (RuntimeException | Error e) {
            flying.remove(url, flight);
            flight.completeExceptionally(e);
        }
    }

    int underWay() {
        return flying.size();
    }
}
