package io.percept.vision.codec;

import java.util.Arrays;

/**
 * Decodes the first frame of a GIF file, laid on its screen over white. Later frames are not looked at.
 *
 * <p>One decoder decodes one file; not thread-safe.
 */
final class GifDecoder {

    private static final int[] INTERLACE_START = {0, 4, 2, 1};
    private static final int[] INTERLACE_STEP = {8, 8, 4, 2};

    private final ByteView view;
    private byte[] palette;
    private int transparent = -1;

    private GifDecoder(byte[] bytes) {
        view = new ByteView(bytes, ImageFormat.GIF);
    }

    static RgbImage decode(byte[] bytes) {
        return new GifDecoder(bytes).decode();
    }

    private RgbImage decode() {
        int at = 13;
        int flags = view.uint8(10);
        if ((flags & 0x80) != 0) {
            at = readPalette(at, flags);
        }
        while (true) {
            switch (view.uint8(at)) {
                case 0x21 -> {
                    if (view.uint8(at + 1) == 0xF9 && view.uint8(at + 2) >= 4) {
                        transparent = (view.uint8(at + 3) & 1) != 0 ? view.uint8(at + 6) : -1;
                    }
                    at = afterBlocks(at + 2);
                }
                case 0x2C -> {
                    return frame(at);
                }
                case 0x3B -> throw ImageFault.corrupt(ImageFormat.GIF, "it has no frame");
                default -> throw ImageFault.corrupt(ImageFormat.GIF, "an unknown block comes before its first frame");
            }
        }
    }

    private int readPalette(int at, int flags) {
        int size = 3 << ((flags & 7) + 1);
        view.uint8(at + size - 1);
        palette = Arrays.copyOf(Arrays.copyOfRange(view.bytes(), at, at + size), 768);
        return at + size;
    }

    private RgbImage frame(int at) {
        int left = view.uint16Little(at + 1);
        int top = view.uint16Little(at + 3);
        int frameWidth = view.uint16Little(at + 5);
        int frameHeight = view.uint16Little(at + 7);
        int flags = view.uint8(at + 9);
        int width = view.uint16Little(6);
        int height = view.uint16Little(8);
        if (frameWidth == 0 || frameHeight == 0 || left + frameWidth > width || top + frameHeight > height) {
            throw ImageFault.corrupt(ImageFormat.GIF, "its first frame does not lie on its screen");
        }
        int data = at + 10;
        if ((flags & 0x80) != 0) {
            data = readPalette(data, flags);
        }
        byte[] indices = new GifLzw(view, data).decode(frameWidth * frameHeight);
        refuseDisguise(data);
        RgbImage image = background(width, height);
        for (int row = 0; row < frameHeight; row++) {
            int y = top + ((flags & 0x40) != 0 ? interlacedRow(row, frameHeight) : row);
            paint(indices, row * frameWidth, frameWidth, image.rgb(), (y * width + left) * 3);
        }
        return image;
    }

    private RgbImage background(int width, int height) {
        RgbImage image = RgbImage.blank(width, height);
        int index = transparent >= 0 ? transparent : 0;
        byte[] row = new byte[width];
        Arrays.fill(row, (byte) index);
        for (int y = 0; y < height; y++) {
            paint(row, 0, width, image.rgb(), y * width * 3);
        }
        return image;
    }

    private void paint(byte[] indices, int from, int count, byte[] rgb, int to) {
        for (int x = 0, at = to; x < count; x++, at += 3) {
            int index = indices[from + x] & 0xFF;
            for (int channel = 0; channel < 3; channel++) {
                // Without a palette the indices are grey values.
                byte value = palette == null ? (byte) index : palette[index * 3 + channel];
                rgb[at + channel] = index == transparent ? (byte) 255 : value;
            }
        }
    }

    private static int interlacedRow(int row, int height) {
        int left = row;
        for (int pass = 0; ; pass++) {
            int rows = JpegComponent.ceilDivide(height - INTERLACE_START[pass], INTERLACE_STEP[pass]);
            if (left < rows) {
                return INTERLACE_START[pass] + left * INTERLACE_STEP[pass];
            }
            left -= Math.max(rows, 0);
        }
    }

    /** A file whose blocks run to its trailer may have something else behind it; one that stops earlier is let be. */
    private void refuseDisguise(int data) {
        byte[] bytes = view.bytes();
        int at = afterBlocks(data + 1);
        while (at < bytes.length) {
            int introducer = bytes[at];
            if (introducer == 0x3B) {
                TextInDisguise.refuseAfter(ImageFormat.GIF, bytes, at + 1);
                return;
            }
            if (introducer == 0x21) {
                at = afterBlocksOrEnd(at + 2);
            } else if (introducer == 0x2C && at + 10 < bytes.length) {
                int flags = bytes[at + 9];
                at = afterBlocksOrEnd(at + 11 + ((flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0));
            } else {
                TextInDisguise.refuseAfter(ImageFormat.GIF, bytes, at);
                return;
            }
        }
    }

    private int afterBlocksOrEnd(int start) {
        int at = start;
        while (at < view.bytes().length && view.bytes()[at] != 0) {
            at += 1 + (view.bytes()[at] & 0xFF);
        }
        return at + 1;
    }

    private int afterBlocks(int start) {
        int at = start;
        while (view.uint8(at) != 0) {
            at += 1 + view.uint8(at);
        }
        return at + 1;
    }
}
