package io.percept.vision.codec;

/**
 * Reads a lossless WebP stream up to its pixels and refuses one that would cost the plug-in more than a picture does. The
 * plug-in takes any number of transforms, each a walk over all pixels that it does not interrupt and that a stream asks for in three bits; and
 * any number of prefix codes, of kilobytes each. For one stream; not thread-safe.
 */
final class LosslessCheck {

    /** The format has four kinds, each used once at most. */
    private static final int KINDS = 4;

    private static final int SUBTRACT_GREEN = 2;
    private static final int PALETTE = 3;

    /** Encoders write at most some 2600 groups of five codes, whatever the size of the picture. */
    private static final int MAX_GROUPS = 4096;

    private static final int LENGTHS = 256;
    private static final int LITERALS_AND_LENGTHS = LENGTHS + 24;
    private static final int DISTANCES = 40;
    private static final int MAX_CACHE_BITS = 11;

    private final LosslessBits bits;

    private LosslessCheck(LosslessBits bits) {
        this.bits = bits;
    }

    /**
     * @param start the first byte of transforms, after signature and size
     * @param end of the chunk
     */
    static void run(byte[] data, int start, int end, int width, int height) {
        new LosslessCheck(new LosslessBits(data, start, end)).check(width, height);
    }

    private void check(int fullWidth, int height) {
        int width = fullWidth;
        boolean[] seen = new boolean[KINDS];
        while (bits.flag()) {
            int kind = bits.take(2);
            if (seen[kind]) {
                throw ImageFault.corrupt(ImageFormat.WEBP, "it asks for the same transform twice");
            }
            seen[kind] = true;
            width = skipTransform(kind, width, height);
        }
        cacheSize();
        if (bits.flag()) {
            int shift = bits.take(3) + 2;
            int groups = highest(parts(width, shift), parts(height, shift)) + 1;
            if (groups > MAX_GROUPS) {
                throw ImageFault.tooLarge("the WEBP file has " + groups + " groups of prefix codes, at most "
                        + MAX_GROUPS + " are allowed");
            }
        }
    }

    /** Returns the width of what follows. */
    private int skipTransform(int kind, int width, int height) {
        if (kind == SUBTRACT_GREEN) {
            return width;
        }
        if (kind == PALETTE) {
            int colours = bits.take(8) + 1;
            highest(colours, 1);
            return parts(width, colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3);
        }
        int shift = bits.take(3) + 2;
        highest(parts(width, shift), parts(height, shift));
        return width;
    }

    private static int parts(int length, int shift) {
        return length + (1 << shift) - 1 >> shift;
    }

    private int cacheSize() {
        if (!bits.flag()) {
            return 0;
        }
        int cacheBits = bits.take(4);
        if (cacheBits < 1 || cacheBits > MAX_CACHE_BITS) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "its colour cache has " + cacheBits + " bits");
        }
        return 1 << cacheBits;
    }

    /**
     * Passes over a small picture within the stream and returns the highest number that red and green of a pixel make together. What
     * is repeated was written out before, so only that is looked at.
     */
    private int highest(int width, int height) {
        int cache = cacheSize();
        LosslessCode green = LosslessCode.read(bits, LITERALS_AND_LENGTHS + cache);
        LosslessCode red = LosslessCode.read(bits, 256);
        LosslessCode blue = LosslessCode.read(bits, 256);
        LosslessCode alpha = LosslessCode.read(bits, 256);
        LosslessCode distance = LosslessCode.read(bits, DISTANCES);
        int highest = 0;
        long pixels = (long) width * height;
        for (long done = 0; done < pixels; ) {
            if ((done & 0xFFF) == 0) {
                Interrupts.check();
            }
            int symbol = green.symbol(bits);
            if (symbol < LENGTHS) {
                highest = Math.max(highest, red.symbol(bits) << 8 | symbol);
                blue.symbol(bits);
                alpha.symbol(bits);
                done++;
            } else if (symbol < LITERALS_AND_LENGTHS) {
                done += number(symbol - LENGTHS);
                number(distance.symbol(bits));
            } else {
                done++;
            }
        }
        return highest;
    }

    /** A length or distance: the larger it is, the more of it stands in bits of its own. */
    private int number(int prefix) {
        if (prefix < 4) {
            return prefix + 1;
        }
        int more = prefix - 2 >> 1;
        return (2 + (prefix & 1) << more) + bits.take(more) + 1;
    }
}
