package io.percept.intake;

import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.Evidence;
import io.percept.contract.ImageFrame;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutput;
import io.percept.policy.LabelRule;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.Document;
import io.percept.prompt.ImagePart;
import io.percept.prompt.PicturePart;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TaskPlanner;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.PreparedImage;
import io.percept.worker.TaskRunner;
import io.percept.worker.Urgency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks in a document's images for what speaks for the labels that call for action: the phrases that the policy names, each
 * grounded by the model. Of an animated image it is the frame that gave the label's score, else the one that stands for the
 * animation. The cost is bounded, the highest scores are served first. Thread-safe.
 */
final class EvidenceSearch {

    /** Phrases that are looked for in one decision, each image counted by itself. */
    static final int MOST_SEARCHES = 8;

    /**
     * One phrase in one image.
     *
     * @param position among the document's images
     * @param frame of the image, where it is animated
     */
    private record Wanted(String label, String phrase, int position, PreparedImage image, Optional<Frame> frame) {

        static Wanted of(LabelDecision label, String phrase, int position, PicturePart picture) {
            return switch (picture) {
                case ImagePart still -> new Wanted(label.label(), phrase, position, still.image(), Optional.empty());
                case AnimationPart animation -> {
                    PreparedFrame shown = shown(label, position, animation.frames());
                    yield new Wanted(
                            label.label(),
                            phrase,
                            position,
                            shown.image(),
                            Optional.of(new Frame(shown.index(), shown.atMillis())));
                }
            };
        }

        private static PreparedFrame shown(LabelDecision label, int position, PreparedFrames animation) {
            return label.seenIn()
                    .flatMap(SeenIn::animation)
                    .filter(seen -> seen.image() == position)
                    .flatMap(seen -> animation.frames().stream()
                            .filter(frame -> frame.index() == seen.frame().index())
                            .findFirst())
                    .orElseGet(() -> animation.frames().get(animation.representative()));
        }

        Evidence found(TaskOutput.GroundedPhrase phrase) {
            return new Evidence(new ImageFrame(position, image.sourceWidth(), image.sourceHeight()), frame, phrase);
        }
    }

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
     */
    CompletableFuture<ModerationDecision> addTo(
            ModerationDecision decision, List<LabelRule> rules, Document document, Urgency urgency) {
        List<Wanted> wanted = wanted(decision, rules, document);
        if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(decision);
        }
        List<TaskPlan> plans = wanted.stream().map(this::plan).toList();
        return Futures.all(runner.run(plans, urgency)).thenApply(answers -> {
            Map<String, List<Evidence>> found = new HashMap<>();
            for (int i = 0; i < answers.size(); i++) {
                Wanted each = wanted.get(i);
                List<Evidence> ofLabel = found.computeIfAbsent(each.label(), label -> new ArrayList<>());
                phrases(answers.get(i)).forEach(phrase -> ofLabel.add(each.found(phrase)));
            }
            return decision.withLabels(decision.labels().stream()
                    .map(label -> label.withEvidence(found.getOrDefault(label.label(), List.of())))
                    .toList());
        });
    }

    private static List<Wanted> wanted(ModerationDecision decision, List<LabelRule> rules, Document document) {
        Map<String, LabelRule> ruleOf = new HashMap<>();
        rules.forEach(rule -> ruleOf.put(rule.label(), rule));
        List<PicturePart> pictures = document.pictures();
        List<Wanted> wanted = new ArrayList<>();
        decision.labels().stream()
                .filter(label -> label.action() != Action.ALLOW)
                .sorted(Comparator.comparingDouble(LabelDecision::score).reversed())
                .forEach(label -> {
                    for (String phrase : ruleOf.get(label.label()).evidence()) {
                        for (int i = 0; i < pictures.size(); i++) {
                            wanted.add(Wanted.of(label, phrase, i, pictures.get(i)));
                        }
                    }
                });
        return wanted.subList(0, Math.min(wanted.size(), MOST_SEARCHES));
    }

    /** In its image alone: a box among several images would be anybody's. */
    private TaskPlan plan(Wanted wanted) {
        Task task = new Task.Ground("evidence", Optional.of(wanted.phrase()), TaskOptions.NONE);
        return planner.plan(Document.of(wanted.image()), task);
    }

    private static List<TaskOutput.GroundedPhrase> phrases(TaskAnswer answer) {
        return ((TaskOutput.Grounded) ((TaskAnswer.Output) answer).output()).phrases();
    }
}
