package io.percept.contract;

/** A box in 0..1 of an image's width and height, from the upper left. */
public record BoundingBox(double x1, double y1, double x2, double y2) {

    /** @throws PerceptException where the box is empty or leaves the image */
    public BoundingBox {
        if (!(x1 >= 0 && y1 >= 0 && x2 <= 1 && y2 <= 1 && x1 < x2 && y1 < y2)) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "The box [%s, %s, %s, %s] is not within 0..1 with x1 < x2 and y1 < y2: give relative coordinates."
                            .formatted(x1, y1, x2, y2));
        }
    }
}
