package io.percept.prompt;

import io.percept.contract.DocumentRecord;
import io.percept.vision.PreparedImage;
import java.util.List;

/**
 * What a task is asked about: texts and images in the order in which a reader meets them. Immutable.
 *
 * @param record what became of the texts and images of the event
 */
public record Document(List<Part> parts, DocumentRecord record) {

    public Document {
        parts = List.copyOf(parts);
    }

    public Document(List<Part> parts) {
        this(parts, DocumentRecord.NONE);
    }

    public static Document of(Part... parts) {
        return new Document(List.of(parts));
    }

    public static Document of(PreparedImage image) {
        return of(new ImagePart(image));
    }

    /** Its pictures in order; of an animated one the frames that were chosen. One that is shown twice is there twice. */
    public List<PreparedImage> images() {
        return pictures().stream().flatMap(picture -> picture.images().stream()).toList();
    }

    /** Its pictures in order, animated ones as one. */
    public List<PicturePart> pictures() {
        return parts.stream()
                .filter(PicturePart.class::isInstance)
                .map(PicturePart.class::cast)
                .toList();
    }

    /** The same document with one picture in the place of each animation. */
    Document still() {
        return new Document(
                parts.stream()
                        .map(part -> part instanceof AnimationPart animation
                                ? new ImagePart(animation.still(), animation.notes())
                                : part)
                        .toList(),
                record);
    }

    boolean hasAnimations() {
        return parts.stream().anyMatch(AnimationPart.class::isInstance);
    }
}
