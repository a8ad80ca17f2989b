package io.percept.cli.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends events at random times of a given rate, other ones at each call, as independent users do, whatever becomes of those before, and measures each
 * from the moment at which it was due. A sender that falls behind thus does not hide the waiting (coordinated omission).
 */
final class OpenLoop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LEAST = 8;

    private final RunningService service;
    private final Workload workload;
    private final EventSender sender;
    private final ResultWatch watch;
    private long draws;

    /** Starts intake; it is stopped by {@link #close}. */
    OpenLoop(RunningService service, Workload workload) {
        this.service = service;
        this.workload = workload;
        this.sender = service.sender();
        this.watch = service.watchAtOnce();
        service.intake().start();
    }

    /** Latencies in milliseconds of events that are alone in the service, ascending. */
    double[] alone(int events) {
        Batch batch = workload.next(events + 1);
        double[] millis = new double[events + 1];
        for (int i = 0; i <= events; i++) {
            long start = System.nanoTime();
            int event = i;
            sender.send(batch, i);
            watch.await(1, PATIENCE, () -> true, seen -> {
                KafkaToKafka.check(seen);
                millis[event] = (seen.seenNanos() - start) / 1e6;
            });
        }
        // The first one waited for the consumer group.
        double[] counted = Arrays.copyOfRange(millis, 1, millis.length);
        Arrays.sort(counted);
        return counted;
    }

    /** @param seconds for which events are sent */
    LoadPoint offer(double share, double perSecond, double seconds) {
        Batch batch = workload.next((int) Math.max(LEAST, perSecond * seconds));
        Work workBefore = service.work();
        long encodesBefore = service.calls("encode");
        long stepsBefore = service.calls("step");
        double[] dueSeconds = schedule(batch.count(), perSecond, draws++);
        long start = System.nanoTime();
        long[] due = Arrays.stream(dueSeconds)
                .mapToLong(at -> start + (long) (at * 1e9))
                .toArray();
        double[] millis = new double[batch.count()];
        long[] last = new long[1];
        CompletableFuture<Void> results = CompletableFuture.runAsync(
                () -> watch.await(batch.count(), PATIENCE, () -> true, seen -> {
                    KafkaToKafka.check(seen);
                    millis[batch.numberOf(seen.eventId())] =
                            (seen.seenNanos() - due[batch.numberOf(seen.eventId())]) / 1e6;
                    last[0] = seen.seenNanos();
                }),
                task -> Thread.ofPlatform().name("bench-results").start(task));
        for (int i = 0; i < batch.count(); i++) {
            for (long left = due[i] - System.nanoTime(); left > 0; left = due[i] - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            sender.send(batch, i);
        }
        try {
            results.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "At %.1f events/s: %s".formatted(perSecond, e.getCause().getMessage()), e);
        }
        double achieved = batch.count() / ((last[0] - due[0]) / 1e9);
        Arrays.sort(millis);
        Work work = service.work().minus(workBefore);
        return new LoadPoint(
                share,
                perSecond,
                achieved,
                percentile(millis, 0.5),
                percentile(millis, 0.99),
                millis[millis.length - 1],
                batch.count(),
                work.images() / Math.max(1, service.calls("encode") - encodesBefore),
                work.steps() / Math.max(1, service.calls("step") - stepsBefore));
    }

    /**
     * When events are due, in seconds from the first one: as those of a Poisson process that brought so many in just the time
     * that they take at the rate. Without that condition what is offered would be off by the root of their number.
     *
     * @param draw another one gives other times; the same the same
     */
    static double[] schedule(int events, double perSecond, long draw) {
        Random random = new Random(draw);
        double[] due = new double[events];
        for (int i = 1; i < events; i++) {
            due[i] = due[i - 1] - Math.log(1 - random.nextDouble());
        }
        double scale = (events - 1) / perSecond / due[events - 1];
        Arrays.setAll(due, i -> due[i] * scale);
        return due;
    }

    /** By the nearest rank. */
    static double percentile(double[] ascending, double share) {
        int rank = (int) Math.ceil(share * ascending.length);
        return ascending[Math.clamp(rank - 1, 0, ascending.length - 1)];
    }

    @Override
    public void close() {
        service.intake().stop();
        sender.close();
        watch.close();
    }
}
