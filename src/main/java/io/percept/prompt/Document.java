package io.percept.prompt;

import io.percept.vision.PreparedImage;
import java.util.List;

/** What a task is asked about: texts and images in the order in which a reader meets them. */
public record Document(List<Part> parts) {

    public Document {
        parts = List.copyOf(parts);
    }

    public static Document of(Part... parts) {
        return new Document(List.of(parts));
    }

    public static Document of(PreparedImage image) {
        return of(new ImagePart(image));
    }

    /** Its images in order; one that is shown twice is there twice. */
    public List<PreparedImage> images() {
        return parts.stream()
                .filter(ImagePart.class::isInstance)
                .map(part -> ((ImagePart) part).image())
                .toList();
    }
}
