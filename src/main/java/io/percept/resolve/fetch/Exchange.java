package io.percept.resolve.fetch;

import io.percept.contract.PerceptException;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocketFactory;

/** Asks a host once, on a connection of its own that ends with the fetch's deadline at the latest. Thread-safe. */
final class Exchange {

    private final FetchLimits limits;
    private final SSLSocketFactory tls;
    private final ScheduledExecutorService clock;
    private final BiConsumer<String, Duration> pause;

    /** @param pause is told hosts that want to be left alone for a time */
    Exchange(
            FetchLimits limits,
            SSLSocketFactory tls,
            ScheduledExecutorService clock,
            BiConsumer<String, Duration> pause) {
        this.limits = limits;
        this.tls = tls;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * @param known what is asked for only if it has changed
     * @throws PerceptException where no image comes
     */
    Answer ask(FetchTarget target, Optional<CachedBody> known, Deadline deadline) {
        PinnedConnection connection = new PinnedConnection(target);
        ScheduledFuture<?> alarm = alarm(connection, deadline);
        String conditions = known.map(body -> body.validators().conditions()).orElse("");
        AnswerReader reader = new AnswerReader(wait -> pause.accept(target.host(), wait));
        try (connection) {
            InputStream in = connection.request(deadline, limits.connectTimeout(), tls, conditions);
            return reader.read(new HttpReader(in, limits.maxBytes()), target.host(), !conditions.isEmpty());
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw FetchFault.stopping(e);
            }
            throw deadline.passed() ? late(target, e) : broken(target, e);
        } finally {
            alarm.cancel(false);
        }
    }

    private ScheduledFuture<?> alarm(PinnedConnection connection, Deadline deadline) {
        try {
            return clock.schedule(connection::close, deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw FetchFault.stopping(e);
        }
    }

    private PerceptException late(FetchTarget target, IOException cause) {
        return FetchFault.passing(
                target.host() + " did not deliver the image within "
                        + limits.deadline().toMillis() + " ms",
                cause);
    }

    private static PerceptException broken(FetchTarget target, IOException cause) {
        String what = "the image could not be read from " + target.host() + ": " + cause.getMessage();
        return lasts(cause) ? FetchFault.failed(what, cause) : FetchFault.passing(what, cause);
    }

    /** Answers that are no HTTP, and certificates that are not the host's, stay so; connections come and go. */
    private static boolean lasts(IOException failure) {
        return Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof MalformedAnswer
                        || cause instanceof CertificateException
                        || cause instanceof SSLPeerUnverifiedException);
    }
}
