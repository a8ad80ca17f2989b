package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.PixelSource;
import io.percept.engine.TextDecoder;
import io.percept.engine.VisionEncoder;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.vision.ContentDigest;
import io.percept.vision.ImageSpec;
import io.percept.vision.Normalisation;
import io.percept.vision.PreparedImage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;

/**
 * Runs plans on a bundle's encoder and decoder, at the speed of these: images of all plans are encoded in batches, once
 * each; sequences of all plans go through the decoder together, join and leave at any token; plans submitted together share
 * the work on a common prefix. The outcome of a plan does not depend on its company.
 *
 * <p>Thread-safe. Outcomes arrive on threads of their own, never on those of the engine. Cancelling a future, or withdrawing
 * its plan, frees what the plan holds within a step, and images that nobody else waits for are not encoded. Every future ends:
 * with an outcome, or with a {@link PerceptException}: the one its plan was withdrawn with, or one that says {@code TOO_LONG}, {@code
 * INVALID_TASK} (more beams than rows), {@code EXPIRED}, {@code ENGINE_FAILED}, {@code ENGINE_BUSY} (too many plans wait) or {@code
 * STOPPING}.
 */
public final class ModelWorker implements TaskRunner.Worker, AutoCloseable {

    /**
     * An image of jobs that were submitted together.
     *
     * @param outcomes of the jobs that need it
     */
    private record NeededImage(EmbeddingCache.Share share, List<CompletableFuture<TokenOutcome>> outcomes) {

        CompletableFuture<ImageEmbedding> embedding() {
            return share.embedding();
        }

        /** Jobs that end before it is encoded, since they were withdrawn, say, need it no more. */
        void giveBackWithTheLastJob() {
            if (!embedding().isDone()) {
                CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                        .whenComplete((done, failure) -> share.giveBack());
            }
        }
    }

    private final Bundle bundle;
    private final WorkerOptions options;
    private final EmbeddingCache embeddings;
    private final LongToIntFunction expected;
    private final WorkerListener listener;
    private final Deadlines deadlines = new Deadlines(Clock.systemUTC());
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Set<Job> open = ConcurrentHashMap.newKeySet();
    private final UnreadyJobs unready = new UnreadyJobs();

    private volatile PerceptException abandoned;
    private final DecoderScheduler scheduler;
    private final EncoderBatcher batcher;
    private final Normalisation normalisation;

    /**
     * Starts a worker. The encoder and the decoder belong to whoever opened them and must be closed after the worker.
     */
    public ModelWorker(
            Bundle bundle, VisionEncoder encoder, TextDecoder decoder, WorkerOptions options, WorkerListener listener) {
        this(
                bundle,
                encoder,
                decoder,
                options,
                new EmbeddingCache(options.embeddingCacheBytes(), listener),
                headStart -> 0,
                () -> false,
                listener);
    }

    /**
     * The same with embeddings that other workers know too.
     *
     * @param expected how many events wait for their pixels whose priority gives them such a head start or a greater one
     * @param plansAlone whether each plan has the decoder to itself; asked before each round, on its thread
     */
    ModelWorker(
            Bundle bundle,
            VisionEncoder encoder,
            TextDecoder decoder,
            WorkerOptions options,
            EmbeddingCache embeddings,
            LongToIntFunction expected,
            BooleanSupplier plansAlone,
            WorkerListener listener) {
        this.bundle = bundle;
        this.options = options;
        this.embeddings = embeddings;
        this.expected = expected;
        this.listener = listener;
        this.scheduler = new DecoderScheduler(decoder, bundle, options, this::company, plansAlone, listener);
        this.batcher = new EncoderBatcher(
                encoder, options.encoderBatch(), options.encoderDelay(), scheduler::isBusy, listener);
        this.normalisation = new Normalisation(imageSpec(bundle));
        scheduler.start();
    }

    /**
     * Submits plans that belong together, such as those of one event. They are seen by the decoder at once, when all their
     * images are encoded, so that those with equal prefixes share them.
     *
     * @return one future per plan, in order
     */
    @Override
    public List<CompletableFuture<TokenOutcome>> submit(List<? extends TokenPlan> plans, Urgency urgency) {
        long now = System.nanoTime();
        Rank rank = urgency.rank(now, Instant.now());
        List<Job> jobs = new ArrayList<>(plans.size());
        List<Job> accepted = new ArrayList<>(plans.size());
        for (TokenPlan plan : plans) {
            Job job = new Job(plan, rank, now, listener);
            jobs.add(job);
            if (accept(job)) {
                accepted.add(job);
                urgency.expiry().ifPresent(expiry -> deadlines.watch(job, expiry));
                urgency.withdrawal().ifPresent(withdrawal -> withdrawal.onWithdrawal(job::fail));
            }
        }
        // What has been withdrawn, or has expired while it waited for an engine, needs no images.
        encode(accepted.stream().filter(job -> !job.isDone()).toList());
        return jobs.stream().map(Job::result).toList();
    }

    /** Plans that wait for the decoder. */
    public int waiting() {
        return scheduler.waitingCount();
    }

    /** Sequences that generate, and plans whose prompt is being computed. */
    public int active() {
        return scheduler.activeCount();
    }

    /** Plans that are submitted and have not ended. */
    public int outstanding() {
        return outstanding.get();
    }

    /**
     * What is on its way to the decoder and as urgent as that: plans that the encoder keeps from it, no more than images wait, since it
     * brings none sooner; and events that wait for their pixels, each for one plan at the least.
     */
    private int company(long headStart) {
        return Math.min(batcher.waitingCount(headStart), unready.atLeast(headStart)) + expected.applyAsInt(headStart);
    }

    private boolean accept(Job job) {
        int length = job.plan().length();
        int answer =
                switch (job.plan()) {
                    case GenerationPlan generation -> generation.maxTokens();
                    case ScoringPlan scoring -> scoring.longestCandidate();
                };
        if (length == 0 || length + answer > bundle.decoder().maxPositions()) {
            job.fail(new PerceptException(
                    ErrorCode.TOO_LONG,
                    "A plan of %d tokens with an answer of up to %d does not fit: the model takes 1 to %d."
                            .formatted(length, answer, bundle.decoder().maxPositions())));
            return false;
        }
        if (job.rows() > options.rows()) {
            job.fail(new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "A beam of %d does not fit: the model worker generates %d sequences at a time; ask for fewer beams."
                            .formatted(job.rows(), options.rows())));
            return false;
        }
        if (outstanding.incrementAndGet() > options.waitingPlans()) {
            outstanding.decrementAndGet();
            job.fail(PerceptException.passing(
                    ErrorCode.ENGINE_BUSY,
                    "The model worker has %d plans already, which is its limit: send fewer at once, add instances, or raise percept.worker.waiting-plans."
                            .formatted(options.waitingPlans()),
                    null));
            return false;
        }
        open.add(job);
        job.whenItEnds(() -> {
            open.remove(job);
            unready.remove(job);
            outstanding.decrementAndGet();
        });
        // Looked at after the job can be found, so that one of the two ends it.
        if (abandoned != null) {
            job.fail(abandoned);
        }
        return true;
    }

    private void encode(List<Job> jobs) {
        Map<ContentDigest, NeededImage> images = new HashMap<>();
        for (Job job : jobs) {
            job.plan().prefix().images().forEach(image -> ask(images, image, job));
            job.plan().prompt().images().forEach(image -> ask(images, image, job));
        }
        jobs.forEach(unready::add);
        CompletableFuture.allOf(
                        images.values().stream().map(NeededImage::embedding).toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> {
                    jobs.forEach(unready::remove);
                    hand(jobs, images);
                });
        images.values().forEach(NeededImage::giveBackWithTheLastJob);
    }

    private void ask(Map<ContentDigest, NeededImage> images, PreparedImage image, Job job) {
        images.computeIfAbsent(
                        image.digest(),
                        digest -> new NeededImage(embeddings.get(image, job.rank(), this::encode), new ArrayList<>()))
                .outcomes()
                .add(job.result());
    }

    private EmbeddingCache.Turn encode(PreparedImage image, Rank rank) {
        return batcher.encode(chw -> normalisation.writeTo(chw, image), rank);
    }

    /** Hands the jobs to the decoder whose images are all there; an image that failed fails those that need it. */
    private void hand(List<Job> jobs, Map<ContentDigest, NeededImage> images) {
        List<Job> ready = new ArrayList<>(jobs.size());
        for (Job job : jobs) {
            if (job.isDone()) {
                // Its images may have been given back for that, which is no failure.
                continue;
            }
            try {
                job.images(
                        joined(job.plan().prefix().images(), images),
                        joined(job.plan().prompt().images(), images));
                ready.add(job);
            } catch (RuntimeException e) {
                job.fail(e);
            }
        }
        scheduler.submit(ready);
    }

    private static List<ImageEmbedding> joined(List<PreparedImage> wanted, Map<ContentDigest, NeededImage> images) {
        return wanted.stream()
                .map(image -> images.get(image.digest()).embedding().join())
                .toList();
    }

    /** What a worker with these options asks of the decoder's caches at most. */
    public static CacheDemand cacheDemand(Bundle bundle, WorkerOptions options) {
        return new CacheSizes(bundle, options).demand();
    }

    /** How the bundle's images are prepared: the same for the pixels that come in as for those that go to its encoder. */
    public static ImageSpec imageSpec(Bundle bundle) {
        return ImageSpec.of(
                bundle.image().size(),
                bundle.image().mean(),
                bundle.image().std(),
                bundle.image().resampling());
    }

    /** Fails the plans of an image that the encoder has and does not give back. */
    void fail(PixelSource image, PerceptException reason) {
        batcher.fail(image, reason);
    }

    /** What has the decoder to itself for care. */
    Optional<Job> aloneInDecoder() {
        return scheduler.alone();
    }

    /** Fails all plans now, and those that are to come; waits for nothing, since the engine may hang. */
    void abandon(PerceptException reason) {
        abandoned = reason;
        batcher.stop(reason);
        scheduler.stop(reason);
        open.forEach(job -> job.fail(reason));
        deadlines.close();
    }

    /** What ended the thread of the decoder, where it will do nothing more though nobody stopped it. */
    Optional<Throwable> failure() {
        return scheduler.failure();
    }

    /** Waits until no thread of an abandoned worker is in the engine any more. */
    void awaitEnd() {
        Threads.join(batcher.thread());
        Threads.join(scheduler.thread());
    }

    /** The same for at most so long; false where it took longer. */
    boolean awaitEnd(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        return Threads.joined(batcher.thread(), end) && Threads.joined(scheduler.thread(), end);
    }

    /** Ends after the engine calls that are under way. Plans that have not ended fail with {@code STOPPING}. */
    @Override
    public void close() {
        abandon(new PerceptException(ErrorCode.STOPPING, "The model worker is stopping; send the event again."));
        awaitEnd();
    }
}
