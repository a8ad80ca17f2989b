package io.percept.worker;

import io.percept.prompt.CandidateScores;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Submits a plan by itself. */
final class OnePlan {

    private OnePlan() {}

    static CompletableFuture<Generation> generate(ModelWorker worker, GenerationPlan plan) {
        return submit(worker, plan);
    }

    static CompletableFuture<CandidateScores> score(ModelWorker worker, ScoringPlan plan) {
        return submit(worker, plan);
    }

    /** An outcome is of its plan's kind. The future itself is handed out, so that cancelling it reaches the worker. */
    @SuppressWarnings("unchecked")
    private static <T extends TokenOutcome> CompletableFuture<T> submit(ModelWorker worker, TokenPlan plan) {
        CompletableFuture<? extends TokenOutcome> outcome =
                worker.submit(List.of(plan), Urgency.NORMAL).getFirst();
        return (CompletableFuture<T>) outcome;
    }
}
