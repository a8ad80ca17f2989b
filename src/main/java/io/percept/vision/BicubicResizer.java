package io.percept.vision;

import io.percept.vision.codec.RgbImage;
import io.percept.vision.codec.RowSink;
import java.util.Arrays;

/**
 * Resizes as Pillow's {@code Image.resize(size, BICUBIC)} does, bit for bit: a cubic kernel (a = −0.5) widened by the
 * reduction, weights in fixed point of 22 bits, first across, then down, each pass rounded to bytes. Models are trained
 * on Pillow's pixels, so another kernel would shift their input.
 *
 * <p>It takes the picture row by row and holds no more of it than a row of the outcome is made of. One resizer resizes one picture
 * after another in the same buffers; not thread-safe.
 */
public final class BicubicResizer implements RowSink {

    private static final double SUPPORT = 2.0;
    private static final int PRECISION = 32 - 8 - 2;

    private final int width;
    private final int height;
    private final int[] sums;
    private int sourceWidth;
    private int sourceHeight;
    private Weights across;
    private Weights down;

    /** The last rows after the pass across; a row is at its number modulo their count. */
    private byte[][] narrowed = {};

    private int taken;
    private int made;
    private byte[] rgb;

    /**
     * @param width of the outcome
     * @param height of the outcome
     */
    public BicubicResizer(int width, int height) {
        this.width = width;
        this.height = height;
        this.sums = new int[width * 3];
    }

    @Override
    public void begin(int pictureWidth, int pictureHeight) {
        if (pictureWidth != sourceWidth) {
            sourceWidth = pictureWidth;
            across = Weights.of(pictureWidth, width);
        }
        if (pictureHeight != sourceHeight) {
            sourceHeight = pictureHeight;
            down = Weights.of(pictureHeight, height);
        }
        if (narrowed.length < down.mostTaps()) {
            narrowed = new byte[down.mostTaps()][width * 3];
        }
        taken = 0;
        made = 0;
        rgb = new byte[width * height * 3];
    }

    @Override
    public void row(byte[] row, int offset) {
        byte[] to = narrowed[taken % narrowed.length];
        if (sourceWidth == width) {
            System.arraycopy(row, offset, to, 0, to.length);
        } else {
            narrow(row, offset, to);
        }
        taken++;
        while (made < height && down.end(made) <= taken) {
            make();
        }
    }

    /** What came of the picture whose last row was taken. */
    public RgbImage image() {
        if (rgb == null || made < height) {
            throw new IllegalStateException("Only " + taken + " of " + sourceHeight + " rows have come");
        }
        RgbImage image = new RgbImage(width, height, rgb);
        rgb = null;
        return image;
    }

    private void narrow(byte[] in, int offset, byte[] out) {
        int to = 0;
        for (int x = 0; x < width; x++, to += 3) {
            int[] taps = across.taps[x];
            int from = offset + across.first[x] * 3;
            int red = 1 << (PRECISION - 1);
            int green = red;
            int blue = red;
            for (int tap : taps) {
                red += (in[from] & 0xFF) * tap;
                green += (in[from + 1] & 0xFF) * tap;
                blue += (in[from + 2] & 0xFF) * tap;
                from += 3;
            }
            out[to] = clamp(red);
            out[to + 1] = clamp(green);
            out[to + 2] = clamp(blue);
        }
    }

    /** The next row of the outcome. */
    private void make() {
        Arrays.fill(sums, 1 << (PRECISION - 1));
        int from = down.first[made];
        for (int tap : down.taps[made]) {
            add(narrowed[from++ % narrowed.length], tap);
        }
        int to = made++ * sums.length;
        for (int x = 0; x < sums.length; x++) {
            rgb[to + x] = clamp(sums[x]);
        }
    }

    private void add(byte[] row, int tap) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += (row[x] & 0xFF) * tap;
        }
    }

    private static byte clamp(int sum) {
        int value = sum >> PRECISION;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }

    /**
     * What each sample of a line is made of.
     *
     * @param first index of the first source sample
     * @param taps its weight and those of the samples after it, in fixed point
     */
    private record Weights(int[] first, int[][] taps) {

        /** The first source sample behind those that a sample is made of. */
        int end(int sample) {
            return first[sample] + taps[sample].length;
        }

        int mostTaps() {
            return Arrays.stream(taps).mapToInt(each -> each.length).max().orElseThrow();
        }

        static Weights of(int from, int to) {
            double scale = (double) from / to;
            double widening = Math.max(scale, 1.0);
            double support = SUPPORT * widening;
            int[] first = new int[to];
            int[][] taps = new int[to][];
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int start = Math.max(0, (int) (centre - support + 0.5));
                int end = Math.min(from, (int) (centre + support + 0.5));
                first[i] = start;
                taps[i] = fixedPoint(start, end, centre, 1.0 / widening);
            }
            return new Weights(first, taps);
        }

        private static int[] fixedPoint(int start, int end, double centre, double narrowing) {
            double[] weights = new double[end - start];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = cubic((i + start - centre + 0.5) * narrowing);
                sum += weights[i];
            }
            int[] taps = new int[weights.length];
            for (int i = 0; i < taps.length; i++) {
                double weight = sum == 0 ? weights[i] : weights[i] / sum;
                taps[i] = (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION));
            }
            return taps;
        }

        private static double cubic(double distance) {
            double x = Math.abs(distance);
            double a = -0.5;
            if (x < 1.0) {
                return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
            }
            return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
        }
    }
}
