package io.percept.resolve.fetch;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches images by http and https, and nothing that is not on the open internet or explicitly allowed: scheme, port
 * and host are checked, the name is resolved once and every address of it checked, the connection goes to a checked
 * address, and each redirect passes the same gate. Time, size, redirects and concurrency are bounded. Each fetch runs
 * on a virtual thread of its own. Thread-safe.
 */
public final class GuardedFetcher implements AutoCloseable {

    private final FetchLimits limits;
    private final UrlGuard guard;
    private final HostSlots slots;
    private final SSLSocketFactory tls;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("fetch-deadline").daemon().factory());

    public GuardedFetcher(FetchLimits limits) {
        this(limits, host -> List.of(InetAddress.getAllByName(host)), (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    GuardedFetcher(FetchLimits limits, UrlGuard.Names names, SSLSocketFactory tls) {
        this.limits = limits;
        this.guard = new UrlGuard(limits, names);
        this.slots = new HostSlots(limits.perHost(), limits.total());
        this.tls = tls;
    }

    /**
     * Fetches the body at an address.
     *
     * @return fails with a {@link PerceptException}: URL_FORBIDDEN, FETCH_FAILED, IMAGE_TOO_LARGE,
     *     UNSUPPORTED_MEDIA, or STOPPING once the fetcher was closed
     */
    public CompletableFuture<byte[]> fetch(String url) {
        try {
            return CompletableFuture.supplyAsync(() -> follow(UrlGuard.parse(url)), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(stopping(e));
        }
    }

    private byte[] follow(URI start) {
        Deadline deadline = Deadline.in(limits.deadline());
        URI uri = start;
        for (int hop = 0; hop <= limits.maxRedirects(); hop++) {
            Answer answer = get(admit(uri, deadline), deadline);
            if (answer.body != null) {
                return answer.body;
            }
            uri = uri.resolve(answer.location);
        }
        throw FetchFault.failed("the address redirects more than " + limits.maxRedirects() + " times");
    }

    /** Names are resolved by the system, which heeds no interrupt: the wait for it is what is bounded. */
    private FetchTarget admit(URI uri, Deadline deadline) {
        try {
            return CompletableFuture.supplyAsync(() -> guard.admit(uri), threads)
                    .get(deadline.millis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw stopping(e);
        } catch (ExecutionException e) {
            throw PerceptException.of(e.getCause());
        } catch (TimeoutException e) {
            throw FetchFault.failed("the name of the host was not resolved in time", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Answer get(FetchTarget target, Deadline deadline) {
        try {
            if (!slots.acquire(target.host(), deadline)) {
                throw FetchFault.failed("too many fetches from " + target.host() + " are under way");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        PinnedConnection connection = new PinnedConnection(target);
        ScheduledFuture<?> alarm = clock.schedule(connection::close, deadline.millis(), TimeUnit.MILLISECONDS);
        try (connection) {
            InputStream in = connection.request(deadline, limits.connectTimeout(), tls);
            return read(new HttpReader(in, limits.maxBytes()), target);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw stopping(e);
            }
            throw deadline.passed() ? late(target, e) : broken(target, e);
        } finally {
            alarm.cancel(false);
            slots.release(target.host());
        }
    }

    private Answer read(HttpReader reader, FetchTarget target) throws IOException {
        HttpResponse head = reader.readHead();
        if (head.redirects()) {
            String location = head.header("location")
                    .orElseThrow(() -> FetchFault.failed(target.host() + " redirects without saying whereto"));
            return new Answer(null, UrlGuard.parse(location));
        }
        if (head.status() != 200) {
            throw FetchFault.failed(target.host() + " answered with status " + head.status());
        }
        checkContent(head);
        return new Answer(reader.readBody(head), null);
    }

    private static void checkContent(HttpResponse head) {
        String type = head.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean image = type.isEmpty()
                || type.startsWith("image/")
                || type.startsWith("application/octet-stream")
                || type.startsWith("binary/octet-stream");
        if (!image) {
            throw FetchFault.wrongType(type);
        }
        String encoding = head.header("content-encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw FetchFault.failed("the image comes compressed as '" + encoding + "' though that was not asked for");
        }
    }

    private PerceptException late(FetchTarget target, IOException cause) {
        return FetchFault.failed(
                target.host() + " did not deliver the image within "
                        + limits.deadline().toMillis() + " ms",
                cause);
    }

    private static PerceptException broken(FetchTarget target, IOException cause) {
        return FetchFault.failed(
                "the image could not be read from " + target.host() + ": " + cause.getMessage(), cause);
    }

    private static PerceptException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return stopping(cause);
    }

    private static PerceptException stopping(Exception cause) {
        return new PerceptException(
                ErrorCode.STOPPING, "the service is stopping; the image will be fetched again", cause);
    }

    int hostsInUse() {
        return slots.hostsInUse();
    }

    /** Ends the fetches under way; they fail. */
    @Override
    public void close() {
        threads.shutdownNow();
        clock.shutdownNow();
    }

    /** A body, or the address of a redirect. */
    private record Answer(byte[] body, URI location) {}
}
