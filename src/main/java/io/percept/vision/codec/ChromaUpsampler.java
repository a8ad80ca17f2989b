package io.percept.vision.codec;

/**
 * Reads rows of one component at the picture's resolution. Factors of two use libjpeg's triangle filter (its "fancy
 * upsampling"), other factors repeat samples, as libjpeg does. Not thread-safe.
 */
final class ChromaUpsampler {

    private final JpegComponent component;
    private final int across;
    private final int down;
    private final boolean smooth;
    private final byte[] row;
    private final int[] sums;

    ChromaUpsampler(JpegComponent component, int across, int down, int width) {
        this.component = component;
        this.across = across;
        this.down = down;
        this.smooth = across == 1 && down == 2 || across == 2 && down <= 2 && component.width > 2;
        this.row = new byte[Math.max(width, component.width * across)];
        this.sums = new int[component.width];
    }

    /** The array that {@link #read} fills. */
    byte[] row() {
        return row;
    }

    void read(int y) {
        byte[] in = component.samples;
        int start = y / down * component.stride;
        if (across == 1 && down == 1) {
            System.arraycopy(in, start, row, 0, component.width);
        } else if (!smooth) {
            for (int x = 0; x < component.width * across; x++) {
                row[x] = in[start + x / across];
            }
        } else if (down == 1) {
            doubleAcross(in, start);
        } else {
            weigh(in, y);
            if (across == 1) {
                int bias = (y & 1) == 0 ? 1 : 2;
                for (int x = 0; x < component.width; x++) {
                    row[x] = (byte) ((sums[x] + bias) >> 2);
                }
            } else {
                doubleSums();
            }
        }
    }

    /** Three parts of the nearer row and one of the further one. */
    private void weigh(byte[] in, int y) {
        int near = y / 2;
        int far = (y & 1) == 0 ? Math.max(near - 1, 0) : Math.min(near + 1, component.height - 1);
        int nearStart = near * component.stride;
        int farStart = far * component.stride;
        for (int x = 0; x < sums.length; x++) {
            sums[x] = (in[nearStart + x] & 0xFF) * 3 + (in[farStart + x] & 0xFF);
        }
    }

    private void doubleAcross(byte[] in, int start) {
        int last = component.width - 1;
        for (int x = 0; x <= last; x++) {
            int value = in[start + x] & 0xFF;
            int left = x == 0 ? value : in[start + x - 1] & 0xFF;
            int right = x == last ? value : in[start + x + 1] & 0xFF;
            row[2 * x] = (byte) ((value * 3 + left + 1) >> 2);
            row[2 * x + 1] = (byte) ((value * 3 + right + 2) >> 2);
        }
    }

    private void doubleSums() {
        int last = sums.length - 1;
        for (int x = 0; x <= last; x++) {
            int value = sums[x];
            int left = x == 0 ? value : sums[x - 1];
            int right = x == last ? value : sums[x + 1];
            row[2 * x] = (byte) ((value * 3 + left + 8) >> 4);
            row[2 * x + 1] = (byte) ((value * 3 + right + 7) >> 4);
        }
    }
}
