package io.percept.resolve.fetch;

import io.percept.contract.PerceptException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Waits for names. They are resolved by the system, in native code that heeds no interrupt: on a virtual thread it would
 * hold a processor's carrier, and two name servers that never answer would stop every fetch. So there are threads for it,
 * bounded in number and gone when idle, and the wait is what the deadline bounds. Thread-safe.
 */
final class NameLookups implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /** @param atOnce names that may be resolved at once */
    NameLookups(int atOnce) {
        threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("fetch-names-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    FetchTarget await(Supplier<FetchTarget> lookUp, Deadline deadline) {
        Future<FetchTarget> found;
        try {
            found = threads.submit((Callable<FetchTarget>) lookUp::get);
        } catch (RejectedExecutionException e) {
            throw FetchFault.stopping(e);
        }
        try {
            return found.get(deadline.millis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw PerceptException.of(e.getCause());
        } catch (TimeoutException e) {
            throw FetchFault.passing("the name of the host was not resolved in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FetchFault.stopping(e);
        } finally {
            // Where it has not begun, it never will.
            threads.remove((Runnable) found);
        }
    }

    int underWay() {
        return threads.getActiveCount() + threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
