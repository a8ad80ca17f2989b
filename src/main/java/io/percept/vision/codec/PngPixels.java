package io.percept.vision.codec;

import java.util.Arrays;

/** What the header chunks of a PNG file say about its pixels, and the expansion of a row to RGB. Not thread-safe. */
final class PngPixels {

    private static final int GREY = 0;
    private static final int TRUE_COLOUR = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int TRUE_COLOUR_ALPHA = 6;

    final int width;
    final int height;
    final boolean interlaced;
    private final int depth;
    private final int type;
    /** Null where the samples are shown as they are. */
    private final PngGamma gamma;

    private byte[] palette;
    private final byte[] paletteAlpha = new byte[256];
    /** The samples of the colour that is transparent, or null. */
    private int[] transparent;

    PngPixels(ByteView view, int at) {
        width = view.int32(at);
        height = view.int32(at + 4);
        depth = view.uint8(at + 8);
        type = view.uint8(at + 9);
        interlaced = view.uint8(at + 12) == 1;
        boolean depthFits =
                switch (type) {
                    case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
                    case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
                    case TRUE_COLOUR, GREY_ALPHA, TRUE_COLOUR_ALPHA -> depth == 8 || depth == 16;
                    default -> false;
                };
        if (!depthFits || view.uint8(at + 10) != 0 || view.uint8(at + 11) != 0 || view.uint8(at + 12) > 1) {
            throw ImageFault.corrupt(ImageFormat.PNG, "its header names colour type " + type + " of depth " + depth);
        }
        Arrays.fill(paletteAlpha, (byte) 255);
        gamma = PngGamma.of(view, depth).orElse(null);
    }

    void readPalette(byte[] bytes, int at, int length) {
        if (length % 3 != 0 || length > 768) {
            throw ImageFault.corrupt(ImageFormat.PNG, "its palette has " + length + " bytes");
        }
        palette = Arrays.copyOf(Arrays.copyOfRange(bytes, at, at + length), 768);
        if (gamma != null) {
            gamma.apply(palette);
        }
    }

    void readTransparency(byte[] bytes, int at, int length) {
        if (type == PALETTE) {
            System.arraycopy(bytes, at, paletteAlpha, 0, Math.min(length, 256));
        } else if (length == 2 * samples() && (type == GREY || type == TRUE_COLOUR)) {
            transparent = new int[samples()];
            for (int i = 0; i < transparent.length; i++) {
                transparent[i] = (bytes[at + 2 * i] & 0xFF) << 8 | bytes[at + 2 * i + 1] & 0xFF;
            }
        }
    }

    void checkPalette() {
        if (type == PALETTE && palette == null) {
            throw ImageFault.corrupt(ImageFormat.PNG, "it has no palette");
        }
    }

    int bitsPerPixel() {
        return depth * samples();
    }

    int bytesPerPixel() {
        return Math.max(1, bitsPerPixel() / 8);
    }

    private int samples() {
        return switch (type) {
            case TRUE_COLOUR -> 3;
            case GREY_ALPHA -> 2;
            case TRUE_COLOUR_ALPHA -> 4;
            default -> 1;
        };
    }

    /** Writes the pixels of an unfiltered row, whose first byte is its filter, every {@code step} bytes. */
    void expand(byte[] row, int columns, byte[] rgb, int to, int step) {
        if (type == TRUE_COLOUR && depth == 8 && transparent == null && gamma == null && step == 3) {
            System.arraycopy(row, 1, rgb, to, columns * 3);
            return;
        }
        int bytes = depth / 8;
        for (int x = 0, at = to; x < columns; x++, at += step) {
            int from = 1 + x * samples() * bytes;
            switch (type) {
                case PALETTE -> writePalette(packed(row, x), rgb, at);
                case GREY -> writeGrey(row, x, rgb, at);
                case GREY_ALPHA -> {
                    int alpha = row[from + bytes] & 0xFF;
                    byte value = RgbImage.overWhite(colour(row, from), alpha);
                    write(rgb, at, value, value, value);
                }
                case TRUE_COLOUR -> writeColour(row, from, bytes, rgb, at);
                default -> {
                    int alpha = row[from + 3 * bytes] & 0xFF;
                    write(
                            rgb,
                            at,
                            RgbImage.overWhite(colour(row, from), alpha),
                            RgbImage.overWhite(colour(row, from + bytes), alpha),
                            RgbImage.overWhite(colour(row, from + 2 * bytes), alpha));
                }
            }
        }
    }

    private void writePalette(int index, byte[] rgb, int at) {
        int alpha = paletteAlpha[index] & 0xFF;
        write(
                rgb,
                at,
                RgbImage.overWhite(palette[index * 3] & 0xFF, alpha),
                RgbImage.overWhite(palette[index * 3 + 1] & 0xFF, alpha),
                RgbImage.overWhite(palette[index * 3 + 2] & 0xFF, alpha));
    }

    private void writeGrey(byte[] row, int x, byte[] rgb, int at) {
        int sample = depth == 16 ? sample16(row, 1 + 2 * x) : packed(row, x);
        boolean clear = transparent != null && transparent[0] == sample;
        int value = depth == 16 ? colour(row, 1 + 2 * x) : shown(sample * 255 / ((1 << depth) - 1));
        byte seen = (byte) (clear ? 255 : value);
        write(rgb, at, seen, seen, seen);
    }

    private void writeColour(byte[] row, int from, int bytes, byte[] rgb, int at) {
        boolean clear = transparent != null;
        for (int i = 0; clear && i < 3; i++) {
            int sample = bytes == 2 ? sample16(row, from + 2 * i) : row[from + i] & 0xFF;
            clear = sample == transparent[i];
        }
        if (clear) {
            write(rgb, at, (byte) 255, (byte) 255, (byte) 255);
        } else {
            write(rgb, at, (byte) colour(row, from), (byte) colour(row, from + bytes), (byte)
                    colour(row, from + 2 * bytes));
        }
    }

    /** What a sample of 8 or 16 bits is shown as, of 8 bits. */
    private int colour(byte[] row, int at) {
        if (gamma == null) {
            return row[at] & 0xFF;
        }
        return gamma.shown(depth == 16 ? sample16(row, at) : row[at] & 0xFF);
    }

    /** What a sample that is spread over 8 bits is shown as. */
    private int shown(int sample) {
        return gamma == null ? sample : gamma.shown(sample);
    }

    /** A sample of 1, 2, 4 or 8 bits. */
    private int packed(byte[] row, int x) {
        int bit = x * depth;
        return row[1 + (bit >> 3)] >> (8 - depth - (bit & 7)) & (1 << depth) - 1;
    }

    private static int sample16(byte[] row, int at) {
        return (row[at] & 0xFF) << 8 | row[at + 1] & 0xFF;
    }

    private static void write(byte[] rgb, int at, byte red, byte green, byte blue) {
        rgb[at] = red;
        rgb[at + 1] = green;
        rgb[at + 2] = blue;
    }
}
