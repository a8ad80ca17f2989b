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

    public static final ImageLimits DEFAULT = new ImageLimits(20L << 20, 50_000_000);

    public ImageLimits {
        if (maxBytes <= 0 || maxPixels <= 0 || maxPixels > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException("limits of " + maxBytes + " bytes and " + maxPixels
                    + " pixels: both must be positive, pixels at most " + Integer.MAX_VALUE / 8);
        }
    }

    /**
     * Reads the header of a file and holds both to the limits.
     *
     * @throws io.percept.contract.PerceptException IMAGE_TOO_LARGE, or what {@link ImageHeader#read} throws
     */
    public ImageHeader check(byte[] bytes) {
        if (bytes.length > maxBytes) {
            throw ImageFault.tooLarge("the image has " + bytes.length + " bytes, " + maxBytes + " are allowed");
        }
        ImageHeader header = ImageHeader.read(bytes);
        if (header.pixels() > maxPixels || header.width() > MAX_SIDE || header.height() > MAX_SIDE) {
            throw ImageFault.tooLarge("the image has " + header.width() + "x" + header.height() + " pixels, "
                    + maxPixels + " are allowed");
        }
        return header;
    }
}
