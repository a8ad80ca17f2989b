package io.percept.intake.enrichment;

import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.Evidence;
import io.percept.contract.ImageFrame;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.contract.TaskOutput;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.ImagePart;
import io.percept.prompt.PicturePart;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.PreparedImage;
import java.util.Optional;

/**
 * One phrase to be looked for in one image.
 *
 * @param label that the phrase speaks for
 * @param position among the document's images
 * @param frame of the image, where it is animated
 */
record EvidenceTarget(String label, String phrase, int position, PreparedImage image, Optional<Frame> frame) {

    /** Of an animated image the frame that gave the label's score, else the one that stands for the animation. */
    static EvidenceTarget of(LabelDecision label, String phrase, int position, PicturePart picture) {
        return switch (picture) {
            case ImagePart still -> new EvidenceTarget(
                    label.label(), phrase, position, still.image(), Optional.empty());
            case AnimationPart animation -> {
                PreparedFrame shown = shown(label, position, animation.frames());
                yield new EvidenceTarget(
                        label.label(),
                        phrase,
                        position,
                        shown.image(),
                        Optional.of(new Frame(shown.index(), shown.atMillis())));
            }
        };
    }

    Evidence found(TaskOutput.GroundedPhrase found) {
        return new Evidence(new ImageFrame(position, image.sourceWidth(), image.sourceHeight()), frame, found);
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
}
