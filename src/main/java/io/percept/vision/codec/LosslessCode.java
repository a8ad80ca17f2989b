package io.percept.vision.codec;

/** One prefix code of a lossless WebP stream. Immutable. */
final class LosslessCode {

    private static final int MAX_LENGTH = 15;
    private static final int REPEAT = 16;
    private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    /** Symbols in the order of their codes. */
    private final int[] symbols;

    /** How many codes there are of each length. */
    private final int[] counts = new int[MAX_LENGTH + 1];

    private LosslessCode(int[] lengths) {
        int used = 0;
        for (int length : lengths) {
            counts[length] += length > 0 ? 1 : 0;
            used += length > 0 ? 1 : 0;
        }
        symbols = new int[used];
        int left = 1 << MAX_LENGTH;
        int next = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            left -= counts[length] << (MAX_LENGTH - length);
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    symbols[next++] = symbol;
                }
            }
        }
        if (used == 0 || used > 1 && left != 0) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "a prefix code of it is impossible");
        }
    }

    /** Reads the code that stands next in a stream. */
    static LosslessCode read(LosslessBits bits, int alphabet) {
        return new LosslessCode(bits.flag() ? few(bits, alphabet) : many(bits, alphabet));
    }

    private static int[] few(LosslessBits bits, int alphabet) {
        int[] lengths = new int[Math.max(alphabet, 256)];
        boolean two = bits.flag();
        lengths[bits.take(bits.flag() ? 8 : 1)] = 1;
        if (two) {
            lengths[bits.take(8)] = 1;
        }
        return lengths;
    }

    private static int[] many(LosslessBits bits, int alphabet) {
        int[] ofLengths = new int[ORDER.length];
        int stated = 4 + bits.take(4);
        for (int i = 0; i < stated; i++) {
            ofLengths[ORDER[i]] = bits.take(3);
        }
        LosslessCode code = new LosslessCode(ofLengths);
        int left = bits.flag() ? 2 + bits.take(2 + 2 * bits.take(3)) : alphabet;
        int[] lengths = new int[alphabet];
        int before = 8;
        for (int symbol = 0; symbol < alphabet && left > 0; left--) {
            int length = code.symbol(bits);
            if (length < REPEAT) {
                lengths[symbol++] = length;
                before = length > 0 ? length : before;
                continue;
            }
            int times = length == 16 ? 3 + bits.take(2) : length == 17 ? 3 + bits.take(3) : 11 + bits.take(7);
            if (symbol + times > alphabet) {
                throw ImageFault.corrupt(ImageFormat.WEBP, "a prefix code of it is impossible");
            }
            java.util.Arrays.fill(lengths, symbol, symbol + times, length == 16 ? before : 0);
            symbol += times;
        }
        return lengths;
    }

    /** The next symbol of a stream. A code of one symbol takes no bit. */
    int symbol(LosslessBits bits) {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            code |= bits.take(1);
            if (code - first < counts[length]) {
                return symbols[index + code - first];
            }
            index += counts[length];
            first = first + counts[length] << 1;
            code <<= 1;
        }
        throw ImageFault.corrupt(ImageFormat.WEBP, "its picture data hold an impossible code");
    }
}
