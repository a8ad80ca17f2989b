package io.percept.vision.codec;

/**
 * How large an animation may be. Checked against the headers, before any frame is decoded.
 *
 * @param maxFrames frames of the file
 * @param maxPixels frames times pixels of the picture: what it costs to watch it all
 */
public record AnimationLimits(int maxFrames, long maxPixels) {

    public static final AnimationLimits DEFAULT = new AnimationLimits(1000, 250_000_000);

    public AnimationLimits {
        if (maxFrames < 1 || maxPixels < 1) {
            throw new IllegalArgumentException("limits of " + maxFrames + " frames and " + maxPixels
                    + " pixels of an animation: both must be positive");
        }
    }

    void check(ImageHeader header, int frames) {
        if (frames > maxFrames || header.pixels() * frames > maxPixels) {
            throw ImageFault.tooLarge("the animation has " + frames + " frames of " + header.width() + "x"
                    + header.height() + " pixels, at most " + maxFrames + " frames and " + maxPixels
                    + " pixels of all frames together are allowed");
        }
    }
}
