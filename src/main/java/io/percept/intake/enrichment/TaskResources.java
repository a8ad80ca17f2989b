package io.percept.intake.enrichment;

import io.percept.contract.Candidate;
import io.percept.contract.Example;
import io.percept.contract.Futures;
import io.percept.contract.Task;
import io.percept.policy.ModerationPolicy;
import io.percept.prompt.WorkedExample;
import io.percept.resolve.DocumentResolver;
import io.percept.vision.PreparedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Gets what a task brings along: worked examples, its own and those of sets, and candidate images. Thread-safe. */
final class TaskResources {

    private final DocumentResolver resolver;

    TaskResources(DocumentResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The examples of the set that the task names, and then its own. Moderation without any has those of its policy.
     *
     * @throws io.percept.contract.PerceptException where there is no such set
     */
    CompletableFuture<List<WorkedExample>> examples(ModerationPolicy policy, Task task) {
        List<Example> own = task.options().examples();
        Optional<String> set = task.options().exampleSet();
        if (set.isEmpty() && own.isEmpty() && task instanceof Task.Moderate) {
            set = policy.moderateWith();
        }
        List<WorkedExample> ofSet = set.map(policy::examples).orElse(List.of());
        return Futures.all(own.stream().map(this::worked).toList()).thenApply(worked -> {
            List<WorkedExample> all = new ArrayList<>(ofSet);
            all.addAll(worked);
            return all;
        });
    }

    /** The images among a choice's candidates, in order. */
    CompletableFuture<List<PreparedImage>> candidates(Task task) {
        return task instanceof Task.Choose choose
                ? Futures.all(choose.candidates().stream()
                        .filter(Candidate.Image.class::isInstance)
                        .map(candidate -> resolver.image(((Candidate.Image) candidate).source()))
                        .toList())
                : CompletableFuture.completedFuture(List.of());
    }

    private CompletableFuture<WorkedExample> worked(Example example) {
        return resolver.resolve(example.segments())
                .thenApply(document -> new WorkedExample(document, example.answer(), example.labels()));
    }
}
