package io.percept.vision.codec;

/**
 * What a file says about itself before anything is decoded.
 *
 * @param format by the first bytes
 * @param width in pixels, as stored, before EXIF orientation
 * @param height in pixels, as stored
 * @param orientation of the camera
 */
public record ImageHeader(ImageFormat format, int width, int height, Orientation orientation) {

    /**
     * Reads the header alone; the cost does not depend on the size of the picture.
     *
     * @throws io.percept.contract.PerceptException UNSUPPORTED_MEDIA, IMAGE_TRUNCATED or IMAGE_CORRUPT
     */
    public static ImageHeader read(byte[] bytes) {
        ImageFormat format = ImageFormat.of(bytes);
        ByteView view = new ByteView(bytes, format);
        ImageHeader header =
                switch (format) {
                    case PNG -> PngHeaders.read(view);
                    case JPEG -> JpegHeaders.read(view);
                    case GIF -> gif(view);
                    case WEBP -> WebpHeaders.read(view);
                    case BMP -> bmp(view);
                };
        if (header.width <= 0 || header.height <= 0) {
            throw ImageFault.corrupt(format, "its size is " + header.width + "x" + header.height);
        }
        return header;
    }

    /** Pixels of the picture; the product of two unsigned 31-bit numbers, so a long. */
    public long pixels() {
        return (long) width * height;
    }

    private static ImageHeader gif(ByteView view) {
        if (TextInDisguise.asGif(view.bytes())) {
            throw ImageFault.unsupported("the bytes are a script that begins like a GIF image");
        }
        return new ImageHeader(ImageFormat.GIF, view.uint16Little(6), view.uint16Little(8), Orientation.UPRIGHT);
    }

    private static ImageHeader bmp(ByteView view) {
        if (view.int32Little(14) == 12) {
            return new ImageHeader(ImageFormat.BMP, view.uint16Little(18), view.uint16Little(20), Orientation.UPRIGHT);
        }
        // A negative height means that the first row is the top one.
        return new ImageHeader(
                ImageFormat.BMP, view.int32Little(18), Math.abs(view.int32Little(22)), Orientation.UPRIGHT);
    }
}
