package io.percept.worker;

import io.percept.contract.PerceptException;
import io.percept.engine.ImageEmbedding;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A submitted plan on its way to its outcome. Ends once; whoever is second has no effect. */
final class Job {

    private final TokenPlan plan;
    private final CompletableFuture<TokenOutcome> result = new CompletableFuture<>();
    private final WorkerListener listener;
    private final long arrivedNanos;
    private final Rank rank;

    private List<ImageEmbedding> prefixImages = List.of();
    private List<ImageEmbedding> promptImages = List.of();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Runnable leave = () -> {};
    private long startedNanos;
    private boolean prefixShared;

    Job(TokenPlan plan, Rank rank, long arrivedNanos, WorkerListener listener) {
        this.plan = plan;
        this.arrivedNanos = arrivedNanos;
        this.rank = rank;
        this.listener = listener;
    }

    TokenPlan plan() {
        return plan;
    }

    CompletableFuture<TokenOutcome> result() {
        return result;
    }

    Rank rank() {
        return rank;
    }

    boolean isGeneration() {
        return plan instanceof GenerationPlan;
    }

    /** Rows that it takes from its prompt to its outcome. */
    int rows() {
        return plan instanceof GenerationPlan generation ? generation.width() : 0;
    }

    /**
     * Says what is to be done once when it ends, also where its result is cancelled. It is done before anything that depends on the
     * outcome: dependents of a future run in no order, and who submits the next plan for an outcome should find this one gone.
     */
    void whenItEnds(Runnable action) {
        leave = action;
        result.whenComplete((outcome, failure) -> leave());
    }

    private void leave() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }

    /** Whether nobody waits for the outcome any more: it has ended, was cancelled or has expired. */
    boolean isDone() {
        return ended.get() || result.isDone();
    }

    /** Called once, before the job goes to the scheduler; the hand-over makes the images visible there. */
    void images(List<ImageEmbedding> ofPrefix, List<ImageEmbedding> ofPrompt) {
        this.prefixImages = ofPrefix;
        this.promptImages = ofPrompt;
    }

    List<ImageEmbedding> prefixImages() {
        return prefixImages;
    }

    /** The images of the prefix that are not its stem's. */
    List<ImageEmbedding> imagesAfterStem() {
        return prefixImages.subList(plan.prefix().stem().images().size(), prefixImages.size());
    }

    List<ImageEmbedding> promptImages() {
        return promptImages;
    }

    /** @param othersWait whether jobs with the same prefix wait behind this one */
    void started(long nowNanos, boolean othersWait) {
        startedNanos = nowNanos;
        prefixShared = othersWait;
    }

    boolean prefixShared() {
        return prefixShared;
    }

    /**
     * Ends the job. What depends on the outcome runs on a thread of its own: the engine thread has other things to do.
     *
     * @param tokens tokens generated
     */
    void complete(TokenOutcome outcome, int tokens) {
        if (ended.compareAndSet(false, true)) {
            long now = System.nanoTime();
            listener.finished(kind(), tokens, startedNanos - arrivedNanos, now - startedNanos);
            Thread.startVirtualThread(() -> {
                leave();
                result.complete(outcome);
            });
        }
    }

    void fail(Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            PerceptException failure = PerceptException.of(cause);
            listener.failed(kind(), failure.code().name());
            Thread.startVirtualThread(() -> {
                leave();
                result.completeExceptionally(failure);
            });
        }
    }

    void failEngine(Throwable cause) {
        fail(Blame.alone("The engine failed on a plan of " + plan.length() + " tokens, also alone", cause));
    }

    private String kind() {
        return isGeneration() ? "generation" : "scoring";
    }
}
