package io.percept.prompt;

import io.percept.vision.PreparedImage;
import java.util.Objects;

/** An image in its place. */
public record ImagePart(PreparedImage image) implements Part {

    public ImagePart {
        Objects.requireNonNull(image, "image");
    }
}
