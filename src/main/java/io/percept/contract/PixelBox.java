package io.percept.contract;

/**
 * A box in pixels from the upper left.
 *
 * @param x2 the first column that is not in the box
 * @param y2 the first row that is not in the box
 */
public record PixelBox(int x1, int y1, int x2, int y2) {

    /** @throws PerceptException with {@link ErrorCode#INVALID_TASK} where the box is empty or negative */
    public PixelBox {
        if (x1 < 0 || y1 < 0 || x2 <= x1 || y2 <= y1) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "The box [%d, %d, %d, %d] in pixels must have 0 <= x1 < x2 and 0 <= y1 < y2."
                            .formatted(x1, y1, x2, y2));
        }
    }

    /** The pixels that a relative box covers in an image, at least one. */
    public static PixelBox of(BoundingBox box, ImageFrame image) {
        int x1 = (int) Math.min(Math.round(box.x1() * image.width()), image.width() - 1);
        int y1 = (int) Math.min(Math.round(box.y1() * image.height()), image.height() - 1);
        int x2 = (int) Math.max(Math.round(box.x2() * image.width()), x1 + 1);
        int y2 = (int) Math.max(Math.round(box.y2() * image.height()), y1 + 1);
        return new PixelBox(x1, y1, x2, y2);
    }

    BoundingBox relativeTo(ImageFrame image) {
        if (x2 > image.width() || y2 > image.height()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "The box [%d, %d, %d, %d] leaves image %d, which has %d x %d pixels: give pixels of the image as it was sent."
                            .formatted(x1, y1, x2, y2, image.index() + 1, image.width(), image.height()));
        }
        return new BoundingBox(
                (double) x1 / image.width(),
                (double) y1 / image.height(),
                (double) x2 / image.width(),
                (double) y2 / image.height());
    }
}
