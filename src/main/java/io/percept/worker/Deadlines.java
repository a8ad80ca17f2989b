package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Fails jobs at the deadline after which they are of no use, whatever the engine does: a call that hangs must not make anybody wait for ever. */
final class Deadlines implements AutoCloseable {

    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;

    Deadlines(Clock clock) {
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("percept-deadlines").daemon().factory());
        // A job that ends in time must not stay in memory until its deadline.
        timer.setRemoveOnCancelPolicy(true);
        // After closing, jobs end because the worker stops.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    void watch(Job job, Instant deadline) {
        watch(job.result(), job::fail, deadline);
    }

    /** @param fail ends what the result is of */
    void watch(CompletableFuture<?> result, Consumer<PerceptException> fail, Instant deadline) {
        long left = Duration.between(clock.instant(), deadline).toMillis();
        Future<?> alarm = timer.schedule(
                () -> fail.accept(
                        new PerceptException(
                                ErrorCode.EXPIRED,
                                "The deadline " + deadline
                                        + " has passed before the outcome was there, and the policy sheds what is late; allow more time or send fewer events.")),
                Math.max(0, left),
                TimeUnit.MILLISECONDS);
        result.whenComplete((outcome, failure) -> alarm.cancel(false));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
