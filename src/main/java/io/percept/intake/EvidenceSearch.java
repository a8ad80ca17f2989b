package io.percept.intake;

import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.DocumentUse.Window;
import io.percept.contract.ErrorCode;
import io.percept.contract.Evidence;
import io.percept.contract.ImageFrame;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutput;
import io.percept.policy.LabelRule;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.Document;
import io.percept.prompt.ImagePart;
import io.percept.prompt.Part;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks in a document's images for what speaks for the labels that call for action: the phrases that the policy names, each
 * grounded by the model. What gave a label's score is searched first: of an animated image the frame that gave it (else the one that
 * stands for the animation), then the images of the part of the document that gave it, then the others. The cost is bounded; the labels take
 * turns, the highest score first. A search that fails is counted, and the decision stands without what it would have found.
 * Thread-safe.
 */
final class EvidenceSearch {

    private static final Logger log = LoggerFactory.getLogger(EvidenceSearch.class);

    /** Phrases that are looked for in one decision, each image counted by itself. */
    static final int MOST_SEARCHES = 8;

    /** Of a picture that did not give the score. */
    private static final int FARTHEST = 2;

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

    /**
     * A picture of a document.
     *
     * @param position among the document's images
     * @param part position among its texts and images
     */
    private record Place(int position, int part, PicturePart picture) {

        /** How near it is to what gave a label's score: 0 is nearest. */
        int distance(LabelDecision label, List<Window> windows) {
            Optional<SeenIn> seen = label.seenIn();
            if (seen.flatMap(SeenIn::animation)
                    .filter(animation -> animation.image() == position)
                    .isPresent()) {
                return 0;
            }
            return seen.filter(at -> at.window() < windows.size())
                            .filter(at -> holds(windows.get(at.window())))
                            .isPresent()
                    ? 1
                    : FARTHEST;
        }

        /** A picture is in one window as a whole. */
        private boolean holds(Window window) {
            return part >= window.from().piece() && part < window.to().piece();
        }
    }

    /** What a search found; empty: it failed. */
    private record Outcome(Wanted wanted, Optional<List<TaskOutput.GroundedPhrase>> phrases) {}

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
        List<CompletableFuture<Outcome>> searches = searches(wanted(decision, rules, document, windows), urgency);
        return searches.isEmpty()
                ? CompletableFuture.completedFuture(decision)
                : Futures.all(searches).thenApply(outcomes -> with(outcomes, decision));
    }

    private List<CompletableFuture<Outcome>> searches(List<Wanted> wanted, Urgency urgency) {
        List<CompletableFuture<Outcome>> searches = new ArrayList<>();
        List<Wanted> planned = new ArrayList<>();
        List<TaskPlan> plans = new ArrayList<>();
        for (Wanted each : wanted) {
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
                Wanted each = planned.get(i);
                searches.add(answers.get(i)
                        .thenApply(answer -> new Outcome(each, Optional.of(phrases(answer))))
                        .exceptionallyCompose(failure -> failed(each, failure)));
            }
        }
        return searches;
    }

    private static CompletableFuture<Outcome> failed(Wanted wanted, Throwable failure) {
        PerceptException known = PerceptException.of(failure);
        if (known.code() == ErrorCode.STOPPING || known.code() == ErrorCode.EXPIRED) {
            return CompletableFuture.failedFuture(known);
        }
        boolean ours = known.code() == ErrorCode.ENGINE_FAILED && !known.isPassing();
        log.atLevel(ours ? Level.WARN : Level.DEBUG)
                .setCause(failure)
                .log("The search for evidence of {} in image {} failed", wanted.label(), wanted.position());
        return CompletableFuture.completedFuture(new Outcome(wanted, Optional.empty()));
    }

    private static ModerationDecision with(List<Outcome> outcomes, ModerationDecision decision) {
        return decision.withLabels(decision.labels().stream()
                .map(label -> {
                    List<Outcome> ofLabel = outcomes.stream()
                            .filter(outcome -> outcome.wanted().label().equals(label.label()))
                            .toList();
                    List<Evidence> found = ofLabel.stream()
                            .flatMap(outcome -> outcome.phrases().stream()
                                    .flatMap(List::stream)
                                    .map(outcome.wanted()::found))
                            .toList();
                    int failed = (int) ofLabel.stream()
                            .filter(outcome -> outcome.phrases().isEmpty())
                            .count();
                    return label.withEvidence(found, failed);
                })
                .toList());
    }

    /** The labels in turns, that of the highest score first. */
    private static List<Wanted> wanted(
            ModerationDecision decision, List<LabelRule> rules, Document document, List<Window> windows) {
        Map<String, LabelRule> ruleOf = new HashMap<>();
        rules.forEach(rule -> ruleOf.put(rule.label(), rule));
        List<Place> places = places(document);
        List<List<Wanted>> byLabel = decision.labels().stream()
                .filter(label -> label.action() != Action.ALLOW)
                .sorted(Comparator.comparingDouble(LabelDecision::score).reversed())
                .map(label -> wanted(label, ruleOf.get(label.label()).evidence(), places, windows)
                        .limit(MOST_SEARCHES)
                        .toList())
                .toList();
        List<Wanted> wanted = new ArrayList<>();
        for (int turn = 0; turn < MOST_SEARCHES; turn++) {
            for (List<Wanted> ofLabel : byLabel) {
                if (turn < ofLabel.size()) {
                    wanted.add(ofLabel.get(turn));
                }
            }
        }
        return wanted.subList(0, Math.min(wanted.size(), MOST_SEARCHES));
    }

    /** Those of a label, from the nearest picture on; each phrase in all pictures that are as near before the next phrase. */
    private static Stream<Wanted> wanted(
            LabelDecision label, List<String> phrases, List<Place> places, List<Window> windows) {
        return IntStream.rangeClosed(0, FARTHEST).boxed().flatMap(distance -> phrases.stream()
                .flatMap(phrase -> places.stream()
                        .filter(place -> place.distance(label, windows) == distance)
                        .map(place -> Wanted.of(label, phrase, place.position(), place.picture()))));
    }

    private static List<Place> places(Document document) {
        List<Place> places = new ArrayList<>();
        List<Part> parts = document.parts();
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part) instanceof PicturePart picture) {
                places.add(new Place(places.size(), part, picture));
            }
        }
        return places;
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
