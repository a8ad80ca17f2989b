package io.percept.vision;

import io.percept.vision.codec.ImageFormat;

/**
 * An image as the model sees it, before normalisation. Immutable by contract: the array is shared, not copied.
 *
 * @param digest of the encoded bytes
 * @param format of the encoded bytes
 * @param sourceWidth in pixels, upright
 * @param sourceHeight in pixels, upright
 * @param rgb S rows of S pixels of three bytes red, green, blue
 */
public record PreparedImage(ContentDigest digest, ImageFormat format, int sourceWidth, int sourceHeight, byte[] rgb) {

    /** Two prepared images are equal when they come from the same bytes and were prepared alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PreparedImage image && digest.equals(image.digest) && rgb.length == image.rgb.length;
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "PreparedImage[" + format + " " + sourceWidth + "x" + sourceHeight + " " + digest + "]";
    }
}
