package io.percept.vision.codec;

/**
 * Decodes an image file of any allowed format. Without state and thread-safe.
 *
 * <p>A file is decoded as a whole or refused: there is no half picture. Refusals are
 * {@link io.percept.contract.PerceptException}s with UNSUPPORTED_MEDIA, IMAGE_TRUNCATED, IMAGE_CORRUPT or
 * IMAGE_TOO_LARGE. A thread that is interrupted leaves with a {@link java.util.concurrent.CancellationException}.
 */
public final class ImageDecoder {

    private ImageDecoder() {}

    /**
     * Decodes a file whose header was {@linkplain ImageLimits#check read and checked}.
     *
     * @param minWidth how many pixels across are enough: a JPEG file may come back reduced, but never below this unless
     *     it is smaller itself
     * @param minHeight the same, down; both as stored, before orientation
     * @param buffers of the calling thread
     * @param to takes the picture as stored, before orientation; of an animation the first frame on its canvas; opaque. It gets
     *     no row before all of the file was found to be in order
     */
    public static void decode(
            byte[] bytes, ImageHeader header, int minWidth, int minHeight, SampleBuffers buffers, RowSink to) {
        switch (header.format()) {
            case JPEG -> JpegDecoder.decode(bytes, header, minWidth, minHeight, buffers, to);
            case PNG -> PngDecoder.decode(bytes, header).writeTo(to);
            case GIF -> GifDecoder.decode(bytes).writeTo(to);
            case WEBP -> webp(bytes, header).writeTo(to);
            case BMP -> PluginDecoder.bmp(bytes, header).writeTo(to);
        }
    }

    /** A frame need not cover its canvas, the only one of a file neither. */
    private static RgbImage webp(byte[] bytes, ImageHeader header) {
        boolean framed = !WebpFrame.all(new ByteView(bytes, ImageFormat.WEBP)).isEmpty();
        return framed
                ? new WebpAnimation(bytes, 1).next()
                : PluginDecoder.webp(WebpPictures.checked(bytes, header, 0), header);
    }
}
