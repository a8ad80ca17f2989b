package io.percept.worker;

import io.percept.contract.PerceptException;
import io.percept.contract.Relay;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Plans of one event that wait for an engine. They end without one where their deadline passes or they are withdrawn, and hold
 * nothing of the event from then on. Thread-safe.
 */
final class HeldPlans {

    private final List<Held> held;
    private final Urgency urgency;

    /** A plan until it is submitted or has ended. */
    private static final class Held {

        private final CompletableFuture<TokenOutcome> outcome = new CompletableFuture<>();
        private volatile TokenPlan plan;

        Held(TokenPlan plan) {
            this.plan = plan;
            outcome.whenComplete((done, failure) -> this.plan = null);
        }

        /** What depends on the outcome runs on a thread of its own. */
        void fail(PerceptException reason) {
            Thread.startVirtualThread(() -> outcome.completeExceptionally(reason));
        }
    }

    HeldPlans(List<? extends TokenPlan> plans, Urgency urgency, Deadlines deadlines) {
        this.urgency = urgency;
        this.held = plans.stream().map(Held::new).toList();
        for (Held plan : held) {
            urgency.expiry().ifPresent(expiry -> deadlines.watch(plan.outcome, plan::fail, expiry));
            urgency.withdrawal().ifPresent(withdrawal -> withdrawal.onWithdrawal(plan::fail));
        }
    }

    List<CompletableFuture<TokenOutcome>> outcomes() {
        return held.stream().map(plan -> plan.outcome).toList();
    }

    void fail(Throwable reason) {
        PerceptException failure = PerceptException.of(reason);
        held.forEach(plan -> plan.fail(failure));
    }

    /** Submits those that have not ended. */
    void submitTo(TaskRunner.Worker worker) {
        List<Held> waiting =
                held.stream().filter(plan -> !plan.outcome.isDone()).toList();
        List<TokenPlan> plans = waiting.stream().map(plan -> plan.plan).toList();
        if (plans.contains(null)) {
            // One of them has ended since.
            submitTo(worker);
            return;
        }
        List<CompletableFuture<TokenOutcome>> outcomes = worker.submit(plans, urgency);
        for (int i = 0; i < outcomes.size(); i++) {
            join(waiting.get(i).outcome, outcomes.get(i));
        }
    }

    /** The outcome of one is that of the other, and so is its end before there is one. */
    private static void join(CompletableFuture<TokenOutcome> held, CompletableFuture<TokenOutcome> submitted) {
        submitted.whenComplete(new Relay<>(held));
        held.whenComplete((outcome, failure) -> submitted.cancel(false));
    }
}
