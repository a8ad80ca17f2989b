package io.percept.vision.codec;

/**
 * Coefficients of a JPEG block to samples, at 8, 4 or 2 samples along the edge, bit for bit as libjpeg's accurate
 * integer transforms (jidctint, jidctred) do it. Keeps a work area; not thread-safe.
 */
final class InverseDct {

    /** Where the coefficients lie, by their order in the file. */
    static final int[] NATURAL = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private static final int BITS = 13;
    private static final int PASS = 2;

    private final int[] work = new int[64];

    /** The sample of a block without AC coefficients. */
    static byte flat(int dc) {
        return clamp((dc + 4) >> 3);
    }

    /**
     * @param in dequantised coefficients in natural order
     * @param flat whether all but the first are zero
     * @param size samples along the edge of the result: 8, 4 or 2
     */
    void write(int[] in, boolean flat, int size, byte[] out, int offset, int stride) {
        if (flat) {
            byte value = flat(in[0]);
            for (int y = 0; y < size; y++) {
                java.util.Arrays.fill(out, offset + y * stride, offset + y * stride + size, value);
            }
            return;
        }
        switch (size) {
            case 8 -> full(in, out, offset, stride);
            case 4 -> half(in, out, offset, stride);
            default -> quarter(in, out, offset, stride);
        }
    }

    private void full(int[] in, byte[] out, int offset, int stride) {
        int[] w = work;
        for (int x = 0; x < 8; x++) {
            if ((in[8 + x] | in[16 + x] | in[24 + x] | in[32 + x] | in[40 + x] | in[48 + x] | in[56 + x]) == 0) {
                int dc = in[x] << PASS;
                for (int y = x; y < 64; y += 8) {
                    w[y] = dc;
                }
                continue;
            }
            eight(in, x, 8, w, x, 8, BITS - PASS);
        }
        for (int y = 0; y < 8; y++) {
            eight(w, y * 8, 1, w, y * 8, 1, BITS + PASS + 3);
            int to = offset + y * stride;
            for (int x = 0; x < 8; x++) {
                out[to + x] = clamp(w[y * 8 + x]);
            }
        }
    }

    /** One-dimensional transform of eight values (Loeffler, Ligtenberg and Moschytz, 11 multiplications). */
    private static void eight(int[] in, int from, int step, int[] out, int to, int outStep, int shift) {
        int z2 = in[from + 2 * step];
        int z3 = in[from + 6 * step];
        int z1 = (z2 + z3) * 4433;
        int even2 = z1 - z3 * 15137;
        int even3 = z1 + z2 * 6270;
        int even0 = (in[from] + in[from + 4 * step]) << BITS;
        int even1 = (in[from] - in[from + 4 * step]) << BITS;
        int a0 = even0 + even3;
        int a3 = even0 - even3;
        int a1 = even1 + even2;
        int a2 = even1 - even2;

        int t0 = in[from + 7 * step];
        int t1 = in[from + 5 * step];
        int t2 = in[from + 3 * step];
        int t3 = in[from + step];
        int s1 = (t0 + t3) * -7373;
        int s2 = (t1 + t2) * -20995;
        int s3 = t0 + t2;
        int s4 = t1 + t3;
        int s5 = (s3 + s4) * 9633;
        s3 = s3 * -16069 + s5;
        s4 = s4 * -3196 + s5;
        t0 = t0 * 2446 + s1 + s3;
        t1 = t1 * 16819 + s2 + s4;
        t2 = t2 * 25172 + s2 + s3;
        t3 = t3 * 12299 + s1 + s4;

        int half = 1 << (shift - 1);
        out[to] = (a0 + t3 + half) >> shift;
        out[to + 7 * outStep] = (a0 - t3 + half) >> shift;
        out[to + outStep] = (a1 + t2 + half) >> shift;
        out[to + 6 * outStep] = (a1 - t2 + half) >> shift;
        out[to + 2 * outStep] = (a2 + t1 + half) >> shift;
        out[to + 5 * outStep] = (a2 - t1 + half) >> shift;
        out[to + 3 * outStep] = (a3 + t0 + half) >> shift;
        out[to + 4 * outStep] = (a3 - t0 + half) >> shift;
    }

    private void half(int[] in, byte[] out, int offset, int stride) {
        for (int x = 0; x < 8; x++) {
            if (x != 4) {
                four(in, x, 8, work, x, 8, BITS - PASS + 1);
            }
        }
        for (int y = 0; y < 4; y++) {
            four(work, y * 8, 1, work, y * 8, 1, BITS + PASS + 3 + 1);
            for (int x = 0; x < 4; x++) {
                out[offset + y * stride + x] = clamp(work[y * 8 + x]);
            }
        }
    }

    private static void four(int[] in, int from, int step, int[] out, int to, int outStep, int shift) {
        int even = in[from] << (BITS + 1);
        int turn = in[from + 2 * step] * 15137 - in[from + 6 * step] * 6270;
        int z1 = in[from + 7 * step];
        int z2 = in[from + 5 * step];
        int z3 = in[from + 3 * step];
        int z4 = in[from + step];
        int inner = z1 * -1730 + z2 * 11893 - z3 * 17799 + z4 * 8697;
        int outer = z1 * -4176 - z2 * 4926 + z3 * 7373 + z4 * 20995;
        int half = 1 << (shift - 1);
        out[to] = (even + turn + outer + half) >> shift;
        out[to + 3 * outStep] = (even + turn - outer + half) >> shift;
        out[to + outStep] = (even - turn + inner + half) >> shift;
        out[to + 2 * outStep] = (even - turn - inner + half) >> shift;
    }

    private void quarter(int[] in, byte[] out, int offset, int stride) {
        for (int x = 0; x < 8; x++) {
            if (x != 0 && (x & 1) == 0) {
                continue;
            }
            if ((in[8 + x] | in[24 + x] | in[40 + x] | in[56 + x]) == 0) {
                work[x] = work[8 + x] = in[x] << PASS;
            } else {
                two(in, x, 8, work, x, 8, BITS - PASS + 2);
            }
        }
        for (int y = 0; y < 2; y++) {
            two(work, y * 8, 1, work, y * 8, 1, BITS + PASS + 3 + 2);
            out[offset + y * stride] = clamp(work[y * 8]);
            out[offset + y * stride + 1] = clamp(work[y * 8 + 1]);
        }
    }

    private static void two(int[] in, int from, int step, int[] out, int to, int outStep, int shift) {
        int even = in[from] << (BITS + 2);
        int odd = in[from + 7 * step] * -5906
                + in[from + 5 * step] * 6967
                - in[from + 3 * step] * 10426
                + in[from + step] * 29692;
        int half = 1 << (shift - 1);
        out[to] = (even + odd + half) >> shift;
        out[to + outStep] = (even - odd + half) >> shift;
    }

    private static byte clamp(int centred) {
        int value = centred + 128;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }
}
