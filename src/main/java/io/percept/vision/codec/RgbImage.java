package io.percept.vision.codec;

/**
 * Decoded pixels, opaque.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code height} rows of {@code width} pixels of three bytes red, green, blue; not copied, so treat it as
 *     read-only once it is shared
 */
public record RgbImage(int width, int height, byte[] rgb) {

    /** Fails when the array does not hold exactly the pixels. */
    public RgbImage {
        if (rgb.length != width * height * 3) {
            throw new IllegalArgumentException("an image of " + width + "x" + height + " needs " + width * height * 3
                    + " bytes, not " + rgb.length);
        }
    }

    static RgbImage blank(int width, int height) {
        return new RgbImage(width, height, new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)]);
    }

    /** A colour channel with the given coverage laid over white, rounded as Pillow's paste with a mask rounds. */
    static byte overWhite(int value, int alpha) {
        int sum = value * alpha + 255 * (255 - alpha) + 128;
        return (byte) ((sum + (sum >> 8)) >> 8);
    }
}
