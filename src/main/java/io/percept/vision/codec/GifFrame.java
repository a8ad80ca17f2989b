package io.percept.vision.codec;

/**
 * One frame of a GIF file as its headers describe it.
 *
 * @param left pixels from the screen's left edge
 * @param top pixels from the screen's upper edge
 * @param interlaced whether its rows are stored in four passes
 * @param palette 256 colours of three bytes; null where neither the frame nor the file has one
 * @param transparent index of the colour that is not painted, or −1
 * @param disposal what becomes of the frame before the next one is painted
 * @param delayMillis how long it is shown, as stated
 * @param data where its codes begin
 */
record GifFrame(
        int left,
        int top,
        int width,
        int height,
        boolean interlaced,
        byte[] palette,
        int transparent,
        Disposal disposal,
        int delayMillis,
        int data) {

    enum Disposal {
        KEEP,
        BACKGROUND,
        PREVIOUS;

        static Disposal of(int method) {
            return method == 2 ? BACKGROUND : method == 3 ? PREVIOUS : KEEP;
        }
    }

    private static final int[] INTERLACE_START = {0, 4, 2, 1};
    private static final int[] INTERLACE_STEP = {8, 8, 4, 2};

    /** The palette indices of its pixels, row by row as they are seen. */
    byte[] indices(ByteView view) {
        byte[] stored = new GifLzw(view, data).decode(width * height);
        if (!interlaced) {
            return stored;
        }
        byte[] rows = new byte[stored.length];
        for (int row = 0; row < height; row++) {
            System.arraycopy(stored, row * width, rows, seenRow(row) * width, width);
        }
        return rows;
    }

    /** A channel of a colour. Without a palette the indices are grey values. */
    byte colour(int index, int channel) {
        return palette == null ? (byte) index : palette[index * 3 + channel];
    }

    private int seenRow(int row) {
        int left = row;
        for (int pass = 0; ; pass++) {
            int rows = JpegComponent.ceilDivide(height - INTERLACE_START[pass], INTERLACE_STEP[pass]);
            if (left < rows) {
                return INTERLACE_START[pass] + left * INTERLACE_STEP[pass];
            }
            left -= Math.max(rows, 0);
        }
    }
}
