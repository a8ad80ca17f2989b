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

    /** Channels of such a picture differ by no more than lossy coding makes them differ. */
    private static final int SAME_COLOUR = 3;

    /** Whether all of it has one colour. */
    public boolean isOneColour() {
        for (int i = 3; i < rgb.length; i++) {
            if (Math.abs((rgb[i] & 0xFF) - (rgb[i % 3] & 0xFF)) > SAME_COLOUR) {
                return false;
            }
        }
        return true;
    }

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
