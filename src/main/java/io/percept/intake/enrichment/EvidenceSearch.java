package io.percept.intake.enrichment;

import io.percept.contract.DocumentUse.Window;
import io.percept.contract.ErrorCode;
import io.percept.contract.Evidence;
import io.percept.contract.Futures;
import io.percept.contract.ModerationDecision;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutput;
import io.percept.policy.LabelRule;
import io.percept.prompt.Document;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TaskPlanner;
import io.percept.worker.TaskRunner;
import io.percept.worker.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks in a document's images for what speaks for the labels that call for action: the {@link EvidenceTargets}, each grounded by
 * the model. A search that fails is counted, and the decision stands without what it would have found. Thread-safe.
 */
final class EvidenceSearch {

    private static final Logger log = LoggerFactory.getLogger(EvidenceSearch.class);

    /** What a search found; empty: it failed. */
    private record Outcome(EvidenceTarget target, Optional<List<TaskOutput.GroundedPhrase>> phrases) {}

    private final TaskPlanner planner;
    private final TaskRunner runner;

    EvidenceSearch(TaskPlanner planner, TaskRunner runner) {
        this.planner = planner;
        this.runner = runner;
    }

    /**
     * The decision with its evidence.
     *
     * @param rules of the decision's labels, in the same order
     * @param windows the parts in which the document was looked at; empty where it was looked at as a whole
     * @return fails only with {@link ErrorCode#STOPPING}, or {@link ErrorCode#EXPIRED} where late events are shed: then there is nothing to
     *     decide any more
     */
    CompletableFuture<ModerationDecision> addTo(
            ModerationDecision decision,
            List<LabelRule> rules,
            Document document,
            List<Window> windows,
            Urgency urgency) {
        List<CompletableFuture<Outcome>> searches =
                searches(EvidenceTargets.of(decision, rules, document, windows), urgency);
        return searches.isEmpty()
                ? CompletableFuture.completedFuture(decision)
                : Futures.all(searches).thenApply(outcomes -> with(outcomes, decision));
    }

    private List<CompletableFuture<Outcome>> searches(List<EvidenceTarget> targets, Urgency urgency) {
        List<CompletableFuture<Outcome>> searches = new ArrayList<>();
        List<EvidenceTarget> planned = new ArrayList<>();
        List<TaskPlan> plans = new ArrayList<>();
        for (EvidenceTarget each : targets) {
            try {
                plans.add(plan(each));
                planned.add(each);
            } catch (PerceptException e) {
                searches.add(failed(each, e));
            }
        }
        if (!plans.isEmpty()) {
            List<CompletableFuture<TaskAnswer>> answers = runner.run(plans, urgency);
            for (int i = 0; i < answers.size(); i++) {
                EvidenceTarget each = planned.get(i);
                searches.add(answers.get(i)
                        .thenApply(answer -> new Outcome(each, Optional.of(phrases(answer))))
                        .exceptionallyCompose(failure -> failed(each, failure)));
            }
        }
        return searches;
    }

    private static CompletableFuture<Outcome> failed(EvidenceTarget target, Throwable failure) {
        PerceptException known = PerceptException.of(failure);
        if (known.code() == ErrorCode.STOPPING || known.code() == ErrorCode.EXPIRED) {
            return CompletableFuture.failedFuture(known);
        }
        boolean ours = known.code() == ErrorCode.ENGINE_FAILED && !known.isPassing();
        log.atLevel(ours ? Level.WARN : Level.DEBUG)
                .setCause(failure)
                .log("The search for evidence of {} in image {} failed", target.label(), target.position());
        return CompletableFuture.completedFuture(new Outcome(target, Optional.empty()));
    }

    private static ModerationDecision with(List<Outcome> outcomes, ModerationDecision decision) {
        return decision.withLabels(decision.labels().stream()
                .map(label -> {
                    List<Outcome> ofLabel = outcomes.stream()
                            .filter(outcome -> outcome.target().label().equals(label.label()))
                            .toList();
                    List<Evidence> found = ofLabel.stream()
                            .flatMap(outcome -> outcome.phrases().stream()
                                    .flatMap(List::stream)
                                    .map(outcome.target()::found))
                            .toList();
                    int failed = (int) ofLabel.stream()
                            .filter(outcome -> outcome.phrases().isEmpty())
                            .count();
                    return label.withEvidence(found, failed);
                })
                .toList());
    }

    /** In its image alone: a box among several images would be anybody's. */
    private TaskPlan plan(EvidenceTarget target) {
        Task task = new Task.Ground("evidence", Optional.of(target.phrase()), TaskOptions.NONE);
        return planner.plan(Document.of(target.image()), task);
    }

    private static List<TaskOutput.GroundedPhrase> phrases(TaskAnswer answer) {
        return ((TaskOutput.Grounded) ((TaskAnswer.Output) answer).output()).phrases();
    }
}
