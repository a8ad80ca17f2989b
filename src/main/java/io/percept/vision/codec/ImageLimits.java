package io.percept.vision.codec;

/**
 * How large an image may be. Checked against the header, before anything is decoded.
 *
 * @param maxBytes size of the file
 * @param maxPixels width times height
 */
public record ImageLimits(long maxBytes, long maxPixels) {

    /** No format but PNG and BMP can state more, and none needs to. */
    private static final int MAX_SIDE = 65_535;

    /** No array is longer, whatever is allowed. */
    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    public static final ImageLimits DEFAULT = new ImageLimits(20L << 20, 50_000_000);

    public ImageLimits {
        if (maxBytes <= 0 || maxPixels <= 0 || maxPixels > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException("limits of " + maxBytes + " bytes and " + maxPixels
                    + " pixels: both must be positive, pixels at most " + Integer.MAX_VALUE / 8);
        }
    }

    /**
     * Holds the size of a file to the limits, and to what can be read at once. Of what is not read yet, so that it need not be.
     *
     * @throws io.percept.contract.PerceptException IMAGE_TOO_LARGE
     */
    public void checkSize(long bytes) {
        long most = Math.min(maxBytes, LONGEST_ARRAY);
        if (bytes > most) {
            throw ImageFault.tooLarge("the image has " + bytes + " bytes, " + most + " are allowed");
        }
    }

    /**
     * Reads the header of a file and holds both to the limits.
     *
     * @throws io.percept.contract.PerceptException IMAGE_TOO_LARGE, or what {@link ImageHeader#read} throws
     */
    public ImageHeader check(byte[] bytes) {
        checkSize(bytes.length);
        ImageHeader header = ImageHeader.read(bytes);
        if (header.pixels() > maxPixels || header.width() > MAX_SIDE || header.height() > MAX_SIDE) {
            throw ImageFault.tooLarge("the image has " + header.width() + "x" + header.height() + " pixels, "
                    + maxPixels + " are allowed");
        }
        return header;
    }
}
