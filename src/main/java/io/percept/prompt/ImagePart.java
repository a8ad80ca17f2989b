package io.percept.prompt;

import io.percept.vision.PreparedImage;
import java.util.List;
import java.util.Objects;

/** A picture in its place. */
public record ImagePart(PreparedImage image, ImageNotes notes) implements PicturePart {

    public ImagePart {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(notes, "notes");
    }

    /** Nothing is known of it but its pixels. */
    public ImagePart(PreparedImage image) {
        this(image, ImageNotes.NONE);
    }

    @Override
    public List<PreparedImage> images() {
        return List.of(image);
    }

    @Override
    public PreparedImage still() {
        return image;
    }
}
