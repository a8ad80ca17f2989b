package io.percept.intake.enrichment;

import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.DocumentUse.Window;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.policy.LabelRule;
import io.percept.prompt.Document;
import io.percept.prompt.Part;
import io.percept.prompt.PicturePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which phrases are looked for in which images, for the labels that call for action. What gave a label's score comes first: the
 * animated image of which a frame gave it, then the images of the part of the document that gave it, then the others. The number
 * is bounded; the labels take turns, the highest score first.
 */
final class EvidenceTargets {

    /** In one decision. */
    static final int MOST = 8;

    /** Of a picture that did not give the score. */
    private static final int FARTHEST = 2;

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

        /** Whether a window has the picture, or some of its frames. */
        private boolean holds(Window window) {
            boolean ends = part == window.to().piece() && window.to().frame() > 0;
            return part >= window.from().piece() && (part < window.to().piece() || ends);
        }
    }

    private EvidenceTargets() {}

    /**
     * Those of a decision, in the order of their worth.
     *
     * @param rules of the decision's labels
     * @param windows the parts in which the document was looked at; empty where it was looked at as a whole
     */
    static List<EvidenceTarget> of(
            ModerationDecision decision, List<LabelRule> rules, Document document, List<Window> windows) {
        Map<String, LabelRule> ruleOf = new HashMap<>();
        rules.forEach(rule -> ruleOf.put(rule.label(), rule));
        List<Place> places = places(document);
        List<List<EvidenceTarget>> byLabel = decision.labels().stream()
                .filter(label -> label.action() != Action.ALLOW)
                .sorted(Comparator.comparingDouble(LabelDecision::score).reversed())
                .map(label -> ofLabel(label, ruleOf.get(label.label()).evidence(), places, windows)
                        .limit(MOST)
                        .toList())
                .toList();
        List<EvidenceTarget> targets = new ArrayList<>();
        for (int turn = 0; turn < MOST; turn++) {
            for (List<EvidenceTarget> ofLabel : byLabel) {
                if (turn < ofLabel.size()) {
                    targets.add(ofLabel.get(turn));
                }
            }
        }
        return targets.subList(0, Math.min(targets.size(), MOST));
    }

    /** Those of a label, from the nearest picture on; each phrase in all pictures that are as near before the next phrase. */
    private static Stream<EvidenceTarget> ofLabel(
            LabelDecision label, List<String> phrases, List<Place> places, List<Window> windows) {
        return IntStream.rangeClosed(0, FARTHEST).boxed().flatMap(distance -> phrases.stream()
                .flatMap(phrase -> places.stream()
                        .filter(place -> place.distance(label, windows) == distance)
                        .map(place -> EvidenceTarget.of(label, phrase, place.position(), place.picture()))));
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
}
