package io.percept.vision.codec;

import java.util.Optional;

/**
 * The frames of an animated image in order, each as the whole picture that a viewer sees. For one pass; not thread-safe.
 * Refusals are those of {@link ImageDecoder}: an animation that ends early is refused, not shortened.
 */
public sealed interface Animation permits GifDecoder, WebpAnimation {

    /** How many frames the file has, by its headers. */
    int frames();

    /**
     * Composes the next frame, over white, as stored: before orientation.
     *
     * @return a picture whose array the next call uses again
     */
    RgbImage next();

    /** Milliseconds for which the frame that was composed last is shown, as the file states them. */
    int statedMillis();

    /**
     * The number of frames of a file, from its headers: 1 for every still picture. Those of a PNG file are counted though none but its
     * still picture is ever decoded, see {@link PngAnimation}.
     *
     * @param header of the file
     */
    static int count(byte[] bytes, ImageHeader header) {
        return switch (header.format()) {
            case GIF -> GifDecoder.count(bytes);
            case WEBP -> Math.max(
                    1, WebpFrame.all(new ByteView(bytes, ImageFormat.WEBP)).size());
            case PNG -> PngAnimation.pictures(new ByteView(bytes, ImageFormat.PNG));
            default -> 1;
        };
    }

    /**
     * Opens a file within limits.
     *
     * @return empty where the file is a still picture, or of a format of which the still picture alone is decoded: PNG
     * @throws io.percept.contract.PerceptException IMAGE_TOO_LARGE where it has more frames or pixels than allowed,
     *     before any is decoded
     */
    static Optional<Animation> open(byte[] bytes, ImageHeader header, AnimationLimits limits) {
        int count = header.format() == ImageFormat.PNG ? 1 : count(bytes, header);
        if (count < 2) {
            return Optional.empty();
        }
        limits.check(header, count);
        return Optional.of(
                header.format() == ImageFormat.GIF ? new GifDecoder(bytes, count) : new WebpAnimation(bytes, count));
    }
}
