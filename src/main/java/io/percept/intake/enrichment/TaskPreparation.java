package io.percept.intake.enrichment;

import io.percept.contract.DocumentUse.Window;
import io.percept.contract.ImageEvent;
import io.percept.contract.ModerationDecision;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import io.percept.contract.UnseenContent;
import io.percept.policy.LabelRule;
import io.percept.policy.ModerationPolicy;
import io.percept.policy.Moderator;
import io.percept.policy.Policies;
import io.percept.prompt.Document;
import io.percept.prompt.LabelQuestion;
import io.percept.prompt.PlanBudget;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TaskPlanner;
import io.percept.worker.Urgency;
import io.percept.worker.Withdrawal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Puts together what a task needs and what its policy says of it, and then plans it. Thread-safe. */
final class TaskPreparation {

    /** A task that has what it needs, or is refused for what it lacks. */
    @FunctionalInterface
    interface Gathered {

        /**
         * Plans it.
         *
         * @param budget of the tasks of its event
         * @return also where it cannot be planned, or its event is not waited for any more
         */
        PreparedTask planned(PlanBudget budget);
    }

    /** What makes the output of a task that is planned. */
    @FunctionalInterface
    private interface Decision {

        Function<TaskAnswer, CompletableFuture<TaskOutput>> of(TaskPlan plan);
    }

    private final TaskResources resources;
    private final TaskPlanner planner;
    private final Policies policies;
    private final EvidenceSearch evidence;

    TaskPreparation(TaskResources resources, TaskPlanner planner, Policies policies, EvidenceSearch evidence) {
        this.resources = resources;
        this.planner = planner;
        this.policies = policies;
        this.evidence = evidence;
    }

    /**
     * @param document empty only where no task of the event can be read
     * @return never fails
     */
    CompletableFuture<Gathered> gather(ImageEvent event, Optional<Document> document, Task task, Urgency urgency) {
        CompletableFuture<Gathered> gathered;
        try {
            gathered = switch (task) {
                case Task.Unreadable unreadable -> CompletableFuture.failedFuture(
                        new PerceptException(unreadable.code(), unreadable.message()));
                case Task.Moderate moderate -> moderate(event, document.orElseThrow(), moderate, urgency);
                default -> other(event, document.orElseThrow(), task, urgency);
            };
        } catch (RuntimeException e) {
            gathered = CompletableFuture.failedFuture(e);
        }
        return gathered.exceptionally(failure -> budget -> refused(task, failure));
    }

    private CompletableFuture<Gathered> other(ImageEvent event, Document document, Task task, Urgency urgency) {
        // Only these two need it: a task without them is not to fail for a policy that is not there.
        boolean needsPolicy =
                task instanceof Task.Choose || task.options().exampleSet().isPresent();
        Optional<ModerationPolicy> policy =
                needsPolicy ? Optional.of(policies.named(event.policy())) : Optional.empty();
        return inputs(event, document, task, policy.orElse(policies.standard()))
                .thenApply(inputs ->
                        budget -> planned(event, task, inputs, urgency, budget, plan -> TaskPreparation::output));
    }

    private CompletableFuture<Gathered> moderate(
            ImageEvent event, Document document, Task.Moderate task, Urgency urgency) {
        ModerationPolicy policy = policies.named(event.policy());
        List<LabelRule> rules = policy.rulesOf(task.labels());
        Map<String, LabelQuestion> questions = new LinkedHashMap<>();
        rules.forEach(rule -> questions.put(rule.label(), rule.question()));
        boolean evidenced = task.evidence() || policy.evidence();
        Decision decision = plan -> {
            // Of a document that is planned: what is too long was refused by then, and is not read.
            List<String> unseen = UnseenContent.of(document.record(), planner.unreadablePercent(document));
            List<Window> windows = plan.use().windows();
            return answer -> {
                ModerationDecision decided = decide(policy, rules, (TaskAnswer.LabelScores) answer, unseen);
                CompletableFuture<ModerationDecision> evident = evidenced
                        ? evidence.addTo(decided, rules, document, windows, urgency)
                        : CompletableFuture.completedFuture(decided);
                return evident.thenApply(TaskOutput.Moderation::new);
            };
        };
        return inputs(event, document, task, policy)
                .thenApply(inputs ->
                        budget -> planned(event, task, inputs.withQuestions(questions), urgency, budget, decision));
    }

    private PreparedTask planned(
            ImageEvent event, Task task, TaskInputs inputs, Urgency urgency, PlanBudget budget, Decision decision) {
        try {
            // Planning long texts takes its time, which the tasks before may have used up.
            urgency.withdrawal().ifPresent(Withdrawal::check);
            TaskPlan plan = planner.plan(inputs, task, budget);
            return new PreparedTask.Ready(task, inputs, plan, TaskSeed.of(event, task), decision.of(plan));
        } catch (RuntimeException e) {
            return refused(task, e);
        }
    }

    private static PreparedTask refused(Task task, Throwable failure) {
        return new PreparedTask.Refused(task, PerceptException.of(failure));
    }

    private static CompletableFuture<TaskOutput> output(TaskAnswer answer) {
        return CompletableFuture.completedFuture(((TaskAnswer.Output) answer).output());
    }

    private static ModerationDecision decide(
            ModerationPolicy policy, List<LabelRule> rules, TaskAnswer.LabelScores answer, List<String> unseen) {
        List<Double> scores = new ArrayList<>(rules.size());
        rules.forEach(rule -> scores.add(answer.scores().get(rule.label())));
        return Moderator.decide(policy, rules, scores, answer.rationale(), unseen)
                .withSeenIn(answer.seenIn());
    }

    private CompletableFuture<TaskInputs> inputs(
            ImageEvent event, Document document, Task task, ModerationPolicy policy) {
        OptionalLong seed = TaskSeed.of(event, task);
        return resources
                .examples(policy, task)
                .thenCombine(resources.candidates(task), (worked, images) -> TaskInputs.of(document)
                        .withExamples(worked)
                        .withCandidateImages(images)
                        .withChoiceTemperature(policy.choiceTemperature())
                        .withSeed(seed.orElse(0)));
    }
}
