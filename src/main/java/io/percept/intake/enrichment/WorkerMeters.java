package io.percept.intake.enrichment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.percept.worker.RestartingWorker;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;

/** The meters of the model worker; docs/metrics.md lists them. Called on the engine threads, so nothing here blocks. */
public final class WorkerMeters implements WorkerListener {

    private final MeterRegistry registry;
    private final DistributionSummary encoderBatch;
    private final DistributionSummary prefillBatch;
    private final DistributionSummary stepBatch;
    private final Timer encoderWait;
    private final Timer encoderWork;
    private final Timer prefillWork;
    private final Timer stepWork;
    private final Counter embeddingHits;
    private final Counter embeddingMisses;
    private final Counter exampleHits;
    private final Counter exampleMisses;
    private final AtomicLong exampleBytes = new AtomicLong();
    private final AtomicInteger stuck = new AtomicInteger();
    private final Counter hung;
    private final Counter lost;
    private final Counter prefillTokens;
    private final Counter sharedTokens;
    private final Counter generatedTokens;

    /** Registers them. */
    public WorkerMeters(MeterRegistry registry) {
        this.registry = registry;
        this.encoderBatch = registry.summary("percept.worker.batch", "stage", "encode");
        this.prefillBatch = registry.summary("percept.worker.batch", "stage", "prefill");
        this.stepBatch = registry.summary("percept.worker.batch", "stage", "step");
        this.encoderWait = registry.timer("percept.worker.wait", "stage", "encode");
        this.encoderWork = registry.timer("percept.worker.work", "stage", "encode");
        this.prefillWork = registry.timer("percept.worker.work", "stage", "prefill");
        this.stepWork = registry.timer("percept.worker.work", "stage", "step");
        this.embeddingHits = registry.counter("percept.worker.embeddings", "cache", "hit");
        this.embeddingMisses = registry.counter("percept.worker.embeddings", "cache", "miss");
        this.exampleHits = registry.counter("percept.worker.examples", "cache", "hit");
        this.exampleMisses = registry.counter("percept.worker.examples", "cache", "miss");
        Gauge.builder("percept.worker.examples.bytes", exampleBytes, AtomicLong::get)
                .register(registry);
        this.hung = registry.counter("percept.worker.restarts", "reason", "hang");
        this.lost = registry.counter("percept.worker.restarts", "reason", "failure");
        Gauge.builder("percept.worker.stuck", stuck, AtomicInteger::get).register(registry);
        this.prefillTokens = registry.counter("percept.worker.tokens", "kind", "prefilled");
        this.sharedTokens = registry.counter("percept.worker.tokens", "kind", "shared");
        this.generatedTokens = registry.counter("percept.worker.tokens", "kind", "generated");
    }

    /** Adds gauges of what is in the workers. */
    public static void watch(MeterRegistry registry, WorkerPool workers) {
        gauge(registry, "outstanding", workers, RestartingWorker::outstanding);
        gauge(registry, "waiting", workers, RestartingWorker::waiting);
        gauge(registry, "active", workers, RestartingWorker::active);
    }

    private static void gauge(
            MeterRegistry registry, String state, WorkerPool workers, ToIntFunction<RestartingWorker> count) {
        Gauge.builder("percept.worker.plans", workers, pool -> pool.sum(count))
                .tag("state", state)
                .register(registry);
    }

    @Override
    public void embeddingAsked(boolean hit) {
        (hit ? embeddingHits : embeddingMisses).increment();
    }

    @Override
    public void encoded(int images, long waitNanos, long workNanos) {
        encoderBatch.record(images);
        encoderWait.record(waitNanos, TimeUnit.NANOSECONDS);
        encoderWork.record(workNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void prefilled(int rows, int tokens, long workNanos) {
        prefillBatch.record(rows);
        prefillTokens.increment(tokens);
        prefillWork.record(workNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void prefixShared(int plans, int tokensSaved) {
        sharedTokens.increment(tokensSaved);
    }

    @Override
    public void examplesAsked(boolean hit) {
        (hit ? exampleHits : exampleMisses).increment();
    }

    @Override
    public void examplesHeld(long change) {
        exampleBytes.addAndGet(change);
    }

    @Override
    public void stepped(int rows, long workNanos) {
        stepBatch.record(rows);
        stepWork.record(workNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void callFailed(String engine, int batch) {
        registry.counter("percept.worker.failures", "engine", engine).increment();
    }

    @Override
    public void engineTakenOut(String reason) {
        (reason.equals("hang") ? hung : lost).increment();
    }

    @Override
    public void enginesStuck(int change) {
        stuck.addAndGet(change);
    }

    @Override
    public void finished(String kind, int tokens, long waitNanos, long workNanos) {
        generatedTokens.increment(tokens);
        registry.timer("percept.worker.wait", "stage", kind).record(waitNanos, TimeUnit.NANOSECONDS);
        registry.timer("percept.worker.work", "stage", kind).record(workNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(String kind, String code) {
        registry.counter("percept.worker.plans.failed", "kind", kind, "code", code)
                .increment();
    }
}
