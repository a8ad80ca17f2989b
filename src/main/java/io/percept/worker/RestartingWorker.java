package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;
import io.percept.engine.ModelEngine;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A worker that gets a fresh engine where its own hangs, or fails on what it could do before:
 *
 * <pre>
 *   running ──a call takes too long, or the engine is lost──▶ out: its plans fail in a passing way, new ones wait
 *      ▲                                                        │
 *      └───────────────────── a fresh engine is warm ◀──────────┤
 *                                                               └─too many restarts─▶ beyond repair: plans are STOPPING
 * </pre>
 *
 * An image may make the encoder hang whenever it is tried again, and a plan the decoder, here or in another worker of the pool. So after a
 * hang each image has a call of its own for a while, or each plan the decoder to itself, in all of them; one that hangs again is to
 * blame and fails for good, and the restarts that it took here do not count.
 *
 * <p>Beyond repair only a new process helps: what is wrong is then in the driver, the device or the native libraries.
 * Thread-safe.
 */
public final class RestartingWorker implements TaskRunner.Worker, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RestartingWorker.class.getName());
    /** A call counts as endless when it is seen at so many looks in a row. */
    private static final int LOOKS = 10;
    /** After a hang, in timeouts of a call: until its events are tried again. */
    private static final int CAREFUL_TIMEOUTS = 4;
    /** For what is not stuck to end, so that the device's memory is free for the next engine. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Where a fresh engine comes from, warm. */
    public interface EngineSource {

        /** @throws RuntimeException where the engine cannot be opened now */
        ModelEngine open();
    }

    private final Bundle bundle;
    private final String identity;
    private final EngineSource source;
    private final WorkerOptions options;
    private final PoolShared shared;
    private final RestartOptions restarts;
    private final RestartLimit limit;
    private final WorkerListener listener;
    private final ScheduledThreadPoolExecutor watching = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("percept-engine-watch").daemon().factory());

    private final Deadlines deadlines = new Deadlines(Clock.systemUTC());

    /** The worker, or the one that will be. */
    private volatile CompletableFuture<ModelWorker> current;

    private volatile WatchedWorker running;
    private volatile String trouble;
    private volatile long outSince;
    private volatile boolean beyondRepair;
    private boolean closed;

    /**
     * @param engine the first one, warm; closed by the worker, as are those that follow
     * @param shared what it has in common with the other workers of its pool
     */
    RestartingWorker(
            Bundle bundle,
            ModelEngine engine,
            EngineSource source,
            WorkerOptions options,
            PoolShared shared,
            RestartOptions restarts,
            WorkerListener listener) {
        this.bundle = bundle;
        this.identity = engine.identity();
        this.source = source;
        this.options = options;
        this.shared = shared;
        this.restarts = restarts;
        this.limit = new RestartLimit(restarts.restarts(), restarts.window().toNanos());
        this.listener = listener;
        // What is lost while the worker is being closed needs no restart.
        watching.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        run(engine);
        long interval = Math.max(1, restarts.callTimeout().toNanos() / LOOKS);
        watching.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.NANOSECONDS);
    }

    @Override
    public List<CompletableFuture<TokenOutcome>> submit(List<? extends TokenPlan> plans, Urgency urgency) {
        CompletableFuture<ModelWorker> worker = current;
        if (worker.state() == CompletableFuture.State.SUCCESS) {
            return worker.resultNow().submit(plans, urgency);
        }
        HeldPlans held = new HeldPlans(plans, urgency, deadlines);
        worker.whenComplete((fresh, failure) -> {
            if (failure == null) {
                held.submitTo(fresh);
            } else {
                held.fail(failure);
            }
        });
        return held.outcomes();
    }

    /** Why no plans are worked on at present, if so. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether only a new process helps. */
    public boolean isBeyondRepair() {
        return beyondRepair
                || trouble != null
                        && System.nanoTime() - outSince > restarts.window().toNanos();
    }

    public int outstanding() {
        return running.worker().outstanding();
    }

    public int waiting() {
        return running.worker().waiting();
    }

    public int active() {
        return running.worker().active();
    }

    private void run(ModelEngine engine) {
        running =
                new WatchedWorker(bundle, engine, options, shared, listener, () -> watching.execute(this::lookForLoss));
        current = CompletableFuture.completedFuture(running.worker());
    }

    private void look() {
        lookForLoss();
        if (trouble == null) {
            running.hangs(LOOKS)
                    .ifPresent(part -> replace(
                            EngineTrouble.hang(part, restarts.callTimeout().toMillis() + " ms")));
        }
    }

    private void lookForLoss() {
        if (trouble == null) {
            running.lost().ifPresent(this::replace);
        }
    }

    private void replace(EngineTrouble reason) {
        LOG.log(System.Logger.Level.ERROR, "The engine is taken out: {0}. A fresh one is opened", reason.message());
        CompletableFuture<ModelWorker> next = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                // Nobody would ever complete what plans would wait for.
                return;
            }
            current = next;
        }
        outSince = System.nanoTime();
        trouble = reason.message();
        listener.engineTakenOut(reason.kind().label());
        if (reason.isHang()) {
            // Before its plans fail: they are tried again at once, and by the worker that is free.
            takeCaution(reason);
            if (running.blame(reason)) {
                limit.forgive();
            }
        }
        running.takeOut(Blame.duringRestart(reason.message(), null), GRACE);
        reopen(reason, next);
    }

    private void reopen(EngineTrouble reason, CompletableFuture<ModelWorker> next) {
        if (!limit.allows(System.nanoTime())) {
            giveUp(reason, next);
            return;
        }
        try {
            ModelEngine fresh = source.open();
            if (start(fresh, reason)) {
                next.complete(running.worker());
                LOG.log(
                        System.Logger.Level.INFO,
                        "A fresh engine is warm after {0} ms",
                        (System.nanoTime() - outSince) / 1_000_000);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "A fresh engine could not be opened", e);
            trouble = reason.message() + "; a fresh engine could not be opened: " + e.getMessage();
            watching.schedule(() -> reopen(reason, next), restarts.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** False where the worker has been closed meanwhile. */
    private synchronized boolean start(ModelEngine fresh, EngineTrouble reason) {
        if (!fresh.identity().equals(identity)) {
            fresh.close();
            throw new IllegalStateException("it would be " + fresh.identity() + " instead of " + identity);
        }
        if (closed) {
            fresh.close();
            return false;
        }
        if (reason.isHang()) {
            // Opening it may have taken longer than the caution of before.
            takeCaution(reason);
        }
        run(fresh);
        trouble = null;
        return true;
    }

    private void takeCaution(EngineTrouble hang) {
        shared.caution().take(hang.part(), restarts.callTimeout().multipliedBy(CAREFUL_TIMEOUTS));
    }

    private void giveUp(EngineTrouble reason, CompletableFuture<ModelWorker> next) {
        trouble = "%s; %d fresh engines within %d s did not help, so the process must be restarted"
                .formatted(
                        reason.message(), restarts.restarts(), restarts.window().toSeconds());
        beyondRepair = true;
        LOG.log(System.Logger.Level.ERROR, "The engine is beyond repair: {0}. Liveness fails from now on", trouble);
        next.completeExceptionally(new PerceptException(
                ErrorCode.STOPPING, "The engine is beyond repair and the service must be restarted: " + trouble));
    }

    /** Ends after the engine calls that are under way, unless they take too long. Plans that have not ended fail. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        watching.shutdownNow();
        deadlines.close();
        PerceptException stopping =
                new PerceptException(ErrorCode.STOPPING, "The model worker is stopping; send the event again.");
        if (trouble == null) {
            running.takeOut(stopping, restarts.callTimeout());
        }
        current.completeExceptionally(stopping);
    }
}
