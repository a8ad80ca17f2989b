package io.percept.intake;

import io.percept.contract.Candidate;
import io.percept.contract.Example;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import io.percept.policy.LabelRule;
import io.percept.policy.ModerationPolicy;
import io.percept.policy.Moderator;
import io.percept.policy.Policies;
import io.percept.prompt.Document;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.WorkedExample;
import io.percept.resolve.DocumentResolver;
import io.percept.vision.PreparedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Resolves what a task brings along, worked examples and candidate images, and plans it. Thread-safe. */
final class TaskPreparation {

    private final DocumentResolver resolver;
    private final TaskPlanner planner;
    private final Policies policies;

    TaskPreparation(DocumentResolver resolver, TaskPlanner planner, Policies policies) {
        this.resolver = resolver;
        this.planner = planner;
        this.policies = policies;
    }

    /**
     * @param document empty only where no task of the event can be read
     * @return never fails
     */
    CompletableFuture<PreparedTask> prepare(ImageEvent event, Optional<Document> document, Task task) {
        CompletableFuture<PreparedTask> prepared;
        try {
            prepared = switch (task) {
                case Task.Unreadable unreadable -> CompletableFuture.completedFuture(
                        refused(task, new PerceptException(unreadable.code(), unreadable.message())));
                case Task.Moderate moderate -> moderate(event, document.orElseThrow(), moderate);
                default -> inputs(document.orElseThrow(), task)
                        .thenApply(inputs -> ready(task, inputs, TaskPreparation::output));
            };
        } catch (RuntimeException e) {
            prepared = CompletableFuture.failedFuture(e);
        }
        return prepared.exceptionally(failure -> refused(task, failure));
    }

    private CompletableFuture<PreparedTask> moderate(ImageEvent event, Document document, Task.Moderate task) {
        ModerationPolicy policy = policies.named(event.policy());
        List<LabelRule> rules = policy.rulesOf(task.labels());
        Map<String, String> questions = new LinkedHashMap<>();
        rules.forEach(rule -> questions.put(rule.label(), rule.question()));
        return inputs(document, task)
                .thenApply(inputs -> ready(
                        task,
                        inputs.withQuestions(questions),
                        answer -> decide(policy, rules, (TaskAnswer.LabelScores) answer)));
    }

    private PreparedTask ready(Task task, TaskInputs inputs, Function<TaskAnswer, TaskOutput> decide) {
        return new PreparedTask.Ready(task, planner.plan(inputs, task), decide);
    }

    private static PreparedTask refused(Task task, Throwable failure) {
        return new PreparedTask.Refused(task, PerceptException.of(failure));
    }

    private static TaskOutput output(TaskAnswer answer) {
        return ((TaskAnswer.Output) answer).output();
    }

    private static TaskOutput decide(ModerationPolicy policy, List<LabelRule> rules, TaskAnswer.LabelScores answer) {
        List<Double> scores = new ArrayList<>(rules.size());
        rules.forEach(rule -> scores.add(answer.scores().get(rule.label())));
        return new TaskOutput.Moderation(
                Moderator.decide(policy, rules, scores, answer.rationale()).withSeenIn(answer.seenIn()));
    }

    private CompletableFuture<TaskInputs> inputs(Document document, Task task) {
        CompletableFuture<List<WorkedExample>> examples =
                Futures.all(task.options().examples().stream().map(this::worked).toList());
        CompletableFuture<List<PreparedImage>> candidates =
                task instanceof Task.Choose choose ? candidates(choose) : CompletableFuture.completedFuture(List.of());
        return examples.thenCombine(
                candidates,
                (worked, images) -> TaskInputs.of(document).withExamples(worked).withCandidateImages(images));
    }

    private CompletableFuture<WorkedExample> worked(Example example) {
        return resolver.resolve(example.segments())
                .thenApply(document -> new WorkedExample(document, example.answer()));
    }

    private CompletableFuture<List<PreparedImage>> candidates(Task.Choose choose) {
        return Futures.all(choose.candidates().stream()
                .filter(Candidate.Image.class::isInstance)
                .map(candidate -> resolver.image(((Candidate.Image) candidate).source()))
                .toList());
    }
}
