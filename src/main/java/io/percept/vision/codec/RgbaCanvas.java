package io.percept.vision.codec;

import java.util.Arrays;

/**
 * What a viewer of an animation sees while its frames are painted one over another: pixels of four bytes red, green, blue
 * and coverage, at first clear. Not thread-safe.
 */
final class RgbaCanvas {

    private final int width;
    private final byte[] pixels;
    private final RgbImage picture;

    RgbaCanvas(int width, int height) {
        this.width = width;
        pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 4)];
        picture = RgbImage.blank(width, height);
    }

    int width() {
        return width;
    }

    int height() {
        return picture.height();
    }

    /** The pixels themselves, to be painted on. */
    byte[] pixels() {
        return pixels;
    }

    void clear(int left, int top, int across, int down) {
        for (int y = top; y < top + down; y++) {
            int from = (y * width + left) * 4;
            Arrays.fill(pixels, from, from + across * 4, (byte) 0);
        }
    }

    /** The pixels of a rectangle, row by row: of a small one, few bytes, however large the canvas. */
    byte[] copy(int left, int top, int across, int down) {
        byte[] copy = new byte[across * down * 4];
        for (int y = 0; y < down; y++) {
            System.arraycopy(pixels, ((top + y) * width + left) * 4, copy, y * across * 4, across * 4);
        }
        return copy;
    }

    /** Puts back what was {@linkplain #copy copied}. */
    void paste(byte[] copy, int left, int top, int across, int down) {
        for (int y = 0; y < down; y++) {
            System.arraycopy(copy, y * across * 4, pixels, ((top + y) * width + left) * 4, across * 4);
        }
    }

    /** What is seen on a white page. The array of the picture is used again by the next call. */
    RgbImage overWhite() {
        Interrupts.check();
        byte[] rgb = picture.rgb();
        for (int from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
            int alpha = pixels[from + 3] & 0xFF;
            rgb[to] = RgbImage.overWhite(pixels[from] & 0xFF, alpha);
            rgb[to + 1] = RgbImage.overWhite(pixels[from + 1] & 0xFF, alpha);
            rgb[to + 2] = RgbImage.overWhite(pixels[from + 2] & 0xFF, alpha);
        }
        return picture;
    }
}
