package io.percept.contract;

import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.TaskOutput.GroundedPhrase;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the model sees something that speaks for a moderation label.
 *
 * @param image its position is that among the document's images, where an animated one counts as one
 * @param frame the frame that the boxes are of, where the image is animated
 */
public record Evidence(ImageFrame image, Optional<Frame> frame, GroundedPhrase phrase) {

    public Evidence {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(frame, "frame");
        Objects.requireNonNull(phrase, "phrase");
    }
}
