package io.percept.contract;

/** A part of an image that an event points at. */
public sealed interface Region {

    /** In 0..1 of the image's width and height. */
    record Relative(BoundingBox box) implements Region {}

    /** In pixels of the image as it was sent, upright. */
    record Pixels(PixelBox box) implements Region {}

    /**
     * The region in 0..1 of an image.
     *
     * @throws PerceptException with {@link ErrorCode#INVALID_TASK} where pixels leave the image
     */
    default BoundingBox within(ImageFrame image) {
        return switch (this) {
            case Relative relative -> relative.box();
            case Pixels pixels -> pixels.box().relativeTo(image);
        };
    }
}
