package io.percept.intake.enrichment;

import io.percept.contract.ImageEvent;
import io.percept.contract.Task;
import io.percept.contract.UnseenImages;
import io.percept.contract.wire.CanonicalTask;
import io.percept.policy.ModerationPolicy;
import io.percept.policy.Policies;
import io.percept.prompt.Document;
import io.percept.prompt.LabelQuestion;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.WorkedExample;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names what events are asked, so that equal ones can share their outcomes. It is taken from tasks that are prepared: whatever an
 * address holds is in the key by its content. What is the same for all events of a process, such as how frames are chosen of an
 * animation and how long texts may be, is not in it. Thread-safe.
 */
final class OutcomeKeys {

    private final String model;
    private final Policies policies;
    private final Tenants tenants;

    /** @param model digest of the bundle */
    OutcomeKeys(String model, Policies policies, Tenants tenants) {
        this.model = model;
        this.policies = policies;
        this.tenants = tenants;
    }

    /** Empty where the event shares with nobody: by its tenant, for a task that was refused, or for draws that are its own. */
    Optional<OutcomeKey> of(ImageEvent event, List<PreparedTask> tasks) {
        return !tasks.isEmpty() && tasks.stream().allMatch(OutcomeKeys::canBeShared)
                ? tenants.groupOf(event).map(tenant -> key(tenant, event, tasks))
                : Optional.empty();
    }

    private static boolean canBeShared(PreparedTask task) {
        return task instanceof PreparedTask.Ready ready && !TaskSeed.isOfEvent(ready.task());
    }

    private OutcomeKey key(String tenant, ImageEvent event, List<PreparedTask> tasks) {
        ModerationPolicy policy = policies.orStandard(event.policy());
        KeyDigest digest = new KeyDigest();
        // The name that the event gives counts as well: one that nobody has loaded is not the standard policy.
        digest.add(tenant)
                .add(model)
                .add(event.policy().orElse(policy.name()))
                .add(policy.name())
                .add(policy.version());
        boolean namesAddresses = tasks.stream().anyMatch(task -> task.task() instanceof Task.AltText);
        DocumentKey documents = new DocumentKey(digest, namesAddresses);
        // It is the same for all.
        Document document = ((PreparedTask.Ready) tasks.getFirst()).inputs().document();
        documents.add(document);
        // What a decision says of images that are not there. What it says of texts follows from them and the model.
        boolean moderates = tasks.stream().anyMatch(task -> task.task() instanceof Task.Moderate);
        digest.each(moderates ? UnseenImages.of(document.record()) : List.<String>of(), image -> digest.add(image));
        digest.each(tasks, task -> add((PreparedTask.Ready) task, digest, documents));
        return new OutcomeKey(digest.hex());
    }

    private static void add(PreparedTask.Ready task, KeyDigest digest, DocumentKey documents) {
        TaskInputs inputs = task.inputs();
        digest.add(CanonicalTask.of(task.task()));
        digest.each(inputs.examples(), example -> add(example, digest, documents));
        digest.each(inputs.candidateImages(), documents::add);
        digest.each(inputs.questions().keySet(), label -> {
            LabelQuestion question = inputs.questions().get(label);
            digest.add(label)
                    .add(question.question())
                    .add(question.temperature().isPresent())
                    .add(question.temperature().orElse(0));
        });
        digest.add(inputs.choiceTemperature());
    }

    private static void add(WorkedExample example, KeyDigest digest, DocumentKey documents) {
        documents.add(example.document());
        digest.add(example.answer());
        digest.each(new TreeMap<>(example.labels()).entrySet(), label -> digest.add(label.getKey())
                .add(label.getValue()));
    }
}
