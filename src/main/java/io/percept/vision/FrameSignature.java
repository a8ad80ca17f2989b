package io.percept.vision;

import io.percept.vision.codec.RgbImage;

/**
 * A picture in a few numbers, to tell how much frames of an animation differ.
 *
 * @param cells mean red, green and blue of each cell of a 16×16 grid, 0 to 255
 */
record FrameSignature(float[] cells) {

    private static final int GRID = 16;

    static FrameSignature of(RgbImage image) {
        float[] cells = new float[GRID * GRID * 3];
        for (int row = 0; row < GRID; row++) {
            for (int column = 0; column < GRID; column++) {
                mean(image, column, row, cells, (row * GRID + column) * 3);
            }
        }
        return new FrameSignature(cells);
    }

    private static void mean(RgbImage image, int column, int row, float[] cells, int to) {
        int left = column * image.width() / GRID;
        int right = Math.max(left + 1, (column + 1) * image.width() / GRID);
        int top = row * image.height() / GRID;
        int bottom = Math.max(top + 1, (row + 1) * image.height() / GRID);
        long red = 0;
        long green = 0;
        long blue = 0;
        byte[] rgb = image.rgb();
        for (int y = top; y < bottom; y++) {
            int at = (y * image.width() + left) * 3;
            for (int x = left; x < right; x++, at += 3) {
                red += rgb[at] & 0xFF;
                green += rgb[at + 1] & 0xFF;
                blue += rgb[at + 2] & 0xFF;
            }
        }
        float pixels = (right - left) * (bottom - top);
        cells[to] = red / pixels;
        cells[to + 1] = green / pixels;
        cells[to + 2] = blue / pixels;
    }

    /** Root of the mean squared difference, 0 to 255: a small place that changes much counts for more than noise. */
    double distance(FrameSignature other) {
        double sum = 0;
        for (int i = 0; i < cells.length; i++) {
            double difference = cells[i] - other.cells[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / cells.length);
    }
}
