package io.percept.vision.codec;

/**
 * What decoding a file takes of memory at most, by its headers alone. The worst that a format allows counts, not what is usual: a
 * file of 66 bytes may have a screen of fifty million pixels, and says so in its header alone.
 */
public final class DecodingMemory {

    /** A canvas of four bytes, the picture of three, a frame's indices as stored and as seen, and what it was painted over. */
    private static final int GIF = 4 + 3 + 1 + 1 + 4;

    /** The plug-in keeps the blocks of a lossy picture as objects until the last one is there; 26 bytes were measured. */
    private static final int WEBP = 28;

    /** With the canvas and the picture that frames are composed on, a single one as well; 36 bytes were measured. */
    private static final int ANIMATED_WEBP = 40;

    /** What the plug-in decodes, and the picture. */
    private static final int BMP = 4 + 3;

    private static final int RGB = 3;

    private DecodingMemory() {}

    /**
     * Bytes for the pixels of a file, without the file itself.
     *
     * @param enough pixels across and down that are wanted of a JPEG file, as {@link ImageDecoder#decode} is told
     */
    public static long most(byte[] bytes, ImageHeader header, int enough) {
        long pixels = header.pixels();
        // A picture that is to be turned is there twice at the same time.
        long turned = header.orientation().swapsSides() ? 2 * RGB * pixels : 0;
        return switch (header.format()) {
            case GIF -> GIF * pixels;
            case WEBP -> (WebpFrame.all(new ByteView(bytes, ImageFormat.WEBP)).isEmpty() ? WEBP : ANIMATED_WEBP)
                    * pixels;
            case BMP -> BMP * pixels;
            case PNG -> Math.max(RGB * pixels, turned);
            case JPEG -> jpeg(header, enough, turned);
        };
    }

    /** As if each were progressive in four colours: whether it is, the decoder learns, and not the header. */
    private static long jpeg(ImageHeader header, int enough, long turned) {
        int denominator = JpegFrame.denominatorFor(header.width(), header.height(), enough, enough);
        // Of blocks that become one pixel, the first coefficient is kept; of a colour stored at half the size, more.
        int coefficients = denominator == 8 ? 2 : 4 * 2;
        return coefficients * header.pixels() + (4 * header.pixels() + turned) / (denominator * denominator);
    }
}
