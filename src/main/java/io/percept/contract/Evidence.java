package io.percept.contract;

import io.percept.contract.TaskOutput.GroundedPhrase;
import java.util.Objects;

/** Where the model sees something that speaks for a moderation label. */
public record Evidence(ImageFrame image, GroundedPhrase phrase) {

    public Evidence {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(phrase, "phrase");
    }
}
