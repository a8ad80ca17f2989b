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

    /** Hands over all rows. */
    public void writeTo(RowSink rows) {
        rows.begin(width, height);
        for (int y = 0; y < height; y++) {
            rows.row(rgb, y * width * 3);
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

    /** Puts the rows of a picture together. */
    public static final class Collector implements RowSink {

        private RgbImage image;
        private int next;

        @Override
        public void begin(int width, int height) {
            image = blank(width, height);
            next = 0;
        }

        @Override
        public void row(byte[] rgb, int offset) {
            int length = image.width * 3;
            System.arraycopy(rgb, offset, image.rgb, next, length);
            next += length;
        }

        /** The picture, when its last row has come. */
        public RgbImage image() {
            return image;
        }
    }
}
