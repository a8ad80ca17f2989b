package io.percept.vision.codec;

/** The five row filters of PNG, undone in place. The first byte of a row names its filter. */
final class PngFilter {

    private PngFilter() {}

    static void undo(byte[] row, byte[] above, int step) {
        switch (row[0]) {
            case 0 -> {
                // Stored as it is.
            }
            case 1 -> {
                for (int i = 1 + step; i < row.length; i++) {
                    row[i] += row[i - step];
                }
            }
            case 2 -> {
                for (int i = 1; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > step ? row[i - step] & 0xFF : 0;
                    row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
                }
            }
            case 4 -> paeth(row, above, step);
            default -> throw ImageFault.corrupt(ImageFormat.PNG, "a row has the filter " + row[0]);
        }
    }

    private static void paeth(byte[] row, byte[] above, int step) {
        for (int i = 1; i <= step && i < row.length; i++) {
            row[i] += above[i];
        }
        for (int i = 1 + step; i < row.length; i++) {
            int a = row[i - step] & 0xFF;
            int b = above[i] & 0xFF;
            int c = above[i - step] & 0xFF;
            int toA = Math.abs(b - c);
            int toB = Math.abs(a - c);
            int toC = Math.abs(a + b - 2 * c);
            row[i] += (byte) (toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
        }
    }
}
