package io.percept.vision;

import io.percept.vision.codec.RgbImage;

/**
 * Resizes as Pillow's {@code Image.resize(size, BICUBIC)} does, bit for bit: a cubic kernel (a = −0.5) widened by the
 * reduction, weights in fixed point of 22 bits, first across, then down, each pass rounded to bytes. Models are trained
 * on Pillow's pixels, so another kernel would shift their input. Without state and thread-safe.
 */
public final class BicubicResizer {

    private static final double SUPPORT = 2.0;
    private static final int PRECISION = 32 - 8 - 2;

    private BicubicResizer() {}

    /** The picture at the wanted size; the same object when it has it already. */
    public static RgbImage resize(RgbImage image, int width, int height) {
        RgbImage across = image.width() == width ? image : across(image, width);
        return across.height() == height ? across : down(across, height);
    }

    private static RgbImage across(RgbImage image, int width) {
        Weights weights = Weights.of(image.width(), width);
        byte[] in = image.rgb();
        byte[] out = new byte[width * image.height() * 3];
        int to = 0;
        for (int y = 0; y < image.height(); y++) {
            int row = y * image.width() * 3;
            for (int x = 0; x < width; x++, to += 3) {
                int[] taps = weights.taps[x];
                int from = row + weights.first[x] * 3;
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
        return new RgbImage(width, image.height(), out);
    }

    private static RgbImage down(RgbImage image, int height) {
        Weights weights = Weights.of(image.height(), height);
        int stride = image.width() * 3;
        byte[] in = image.rgb();
        byte[] out = new byte[stride * height];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(sums, 1 << (PRECISION - 1));
            int from = weights.first[y] * stride;
            for (int tap : weights.taps[y]) {
                for (int x = 0; x < stride; x++) {
                    sums[x] += (in[from + x] & 0xFF) * tap;
                }
                from += stride;
            }
            int to = y * stride;
            for (int x = 0; x < stride; x++) {
                out[to + x] = clamp(sums[x]);
            }
        }
        return new RgbImage(image.width(), height, out);
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
