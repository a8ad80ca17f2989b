package io.percept.resolve.fetch;

import io.percept.contract.PerceptException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Waits for names. They are resolved by the system, in native code that heeds no interrupt: on a virtual thread it would
 * hold a processor's carrier, and two name servers that never answer would stop every fetch. So there are threads for it,
 * bounded in number and gone when idle, and the wait is what the deadline bounds. A name has one of them at a time: whoever asks for it
 * meanwhile waits for the same answer, so a silent name server holds no more of them for a host of many images. Thread-safe.
 */
final class NameLookups implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final Function<String, List<InetAddress>> resolver;
    private final ThreadPoolExecutor threads;
    private final Map<String, Lookup> names = new HashMap<>();

    /**
     * @param atOnce names that may be resolved at once
     * @param resolver gives the addresses of a name, or fails with a {@link PerceptException}
     */
    NameLookups(int atOnce, Function<String, List<InetAddress>> resolver) {
        this.resolver = resolver;
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("fetch-names-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Waits until the name has a thread, and then for its addresses.
     *
     * @param watch runs the wait for the addresses, of which it may count how it ends; it is not asked where no thread comes free in time,
     *     which is not the fault of the name's host
     * @throws PerceptException the resolver's; FETCH_FAILED, passing, at the deadline; STOPPING
     */
    List<InetAddress> await(
            String name, Deadline deadline, Function<Supplier<List<InetAddress>>, List<InetAddress>> watch) {
        Lookup lookup = join(name);
        try {
            if (!lookup.begun.await(deadline.millis(), TimeUnit.MILLISECONDS)) {
                throw FetchFault.passing("too many names of hosts are being resolved");
            }
            return watch.apply(() -> lookup.addresses(deadline));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FetchFault.stopping(e);
        } finally {
            leave(lookup);
        }
    }

    private synchronized Lookup join(String name) {
        Lookup lookup = names.get(name);
        if (lookup == null) {
            lookup = new Lookup(name);
            try {
                threads.execute(lookup);
            } catch (RejectedExecutionException e) {
                throw FetchFault.stopping(e);
            }
            names.put(name, lookup);
        }
        lookup.waiting++;
        return lookup;
    }

    private synchronized void leave(Lookup lookup) {
        lookup.waiting--;
        // Where it has not begun and nobody waits for it, it never will.
        if (lookup.waiting == 0 && threads.remove(lookup)) {
            names.remove(lookup.name, lookup);
        }
    }

    private synchronized void end(Lookup lookup) {
        names.remove(lookup.name, lookup);
    }

    int underWay() {
        return threads.getActiveCount() + threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A name that is being resolved, or waits for a thread. */
    private final class Lookup implements Runnable {

        private final String name;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();

        /** Those who wait for it; guarded by the lock of all. */
        private int waiting;

        Lookup(String name) {
            this.name = name;
        }

        /** Whoever is woken by the answer may ask again, and is to have a new one, so it is taken off the list first. */
        @Override
        public void run() {
            begun.countDown();
            try {
                List<InetAddress> addresses = resolver.apply(name);
                end(this);
                found.complete(addresses);
            } catch (RuntimeException | Error e) {
                end(this);
                found.completeExceptionally(e);
            }
        }

        List<InetAddress> addresses(Deadline deadline) {
            try {
                return found.get(deadline.millis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw PerceptException.of(e.getCause());
            } catch (TimeoutException e) {
                throw FetchFault.passing("the name of the host was not resolved in time", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw FetchFault.stopping(e);
            }
        }
    }
}
