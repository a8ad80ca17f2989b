package io.percept.vision.codec;

/** How the stored pixels must be turned to stand as the camera saw them; the eight values of the EXIF tag in order. */
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    MIRRORED_UPSIDE_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_LEFT(true, false, true),
    TRANSVERSED(true, true, true),
    TURNED_RIGHT(true, true, false);

    private static final int TAG = 0x0112;

    private final boolean swaps;
    private final boolean flipsX;
    private final boolean flipsY;

    /** The pixel at x, y of the source comes from {@code swap(flip(x, y))}; flips are in source coordinates. */
    Orientation(boolean swaps, boolean flipsX, boolean flipsY) {
        this.swaps = swaps;
        this.flipsX = flipsX;
        this.flipsY = flipsY;
    }

    /** Whether width and height change places. */
    public boolean swapsSides() {
        return swaps;
    }

    /** The picture turned upright; the same object where nothing is to be done. */
    public RgbImage apply(RgbImage image) {
        if (this == UPRIGHT) {
            return image;
        }
        int width = swaps ? image.height() : image.width();
        int height = swaps ? image.width() : image.height();
        RgbImage turned = RgbImage.blank(width, height);
        byte[] in = image.rgb();
        byte[] out = turned.rgb();
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++, to += 3) {
                int sourceX = swaps ? y : x;
                int sourceY = swaps ? x : y;
                sourceX = flipsX ? image.width() - 1 - sourceX : sourceX;
                sourceY = flipsY ? image.height() - 1 - sourceY : sourceY;
                int from = (sourceY * image.width() + sourceX) * 3;
                out[to] = in[from];
                out[to + 1] = in[from + 1];
                out[to + 2] = in[from + 2];
            }
        }
        return turned;
    }

    /**
     * Reads the tag from a TIFF block as EXIF wraps it. A block that cannot be read is no reason to refuse a picture:
     * it counts as upright, as every viewer has it.
     */
    static Orientation fromTiff(byte[] bytes, int start, int end) {
        if (end - start < 14 || end > bytes.length) {
            return UPRIGHT;
        }
        boolean little = bytes[start] == 'I';
        long directory = Integer.toUnsignedLong(int32(bytes, start + 4, little));
        if (directory < 8 || directory + 2 > end - start) {
            return UPRIGHT;
        }
        int at = start + (int) directory;
        int entries = int16(bytes, at, little);
        for (int i = 0; i < entries && at + 2 + 12 * (i + 1) <= end; i++) {
            int entry = at + 2 + 12 * i;
            if (int16(bytes, entry, little) == TAG) {
                int value = int16(bytes, entry + 8, little);
                return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    private static int int16(byte[] bytes, int at, boolean little) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return little ? second << 8 | first : first << 8 | second;
    }

    private static int int32(byte[] bytes, int at, boolean little) {
        int first = int16(bytes, at, little);
        int second = int16(bytes, at + 2, little);
        return little ? second << 16 | first : first << 16 | second;
    }
}
