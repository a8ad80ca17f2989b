package io.percept.vision.codec;

/**
 * A JPEG Huffman table. Thread-safe: immutable but for the skip table, which is built on first use.
 *
 * <p>Codes of up to {@link #LOOK} bits are found by one look-up, longer ones by their length.
 */
final class HuffmanTable {

    static final int LOOK = 9;
    static final int SKIP_LOOK = 13;

    /** Where a skip entry has the bits to drop, at most 12 + 15. */
    static final int SKIP_BITS = 0x1F;

    /** Where it has the coefficients to advance, at most 63. */
    static final int SKIP_ADVANCE = 5;

    /** Set in a skip entry whose last symbol ends the block. */
    static final int SKIP_END = 1 << 11;

    /** {@code length << 8 | symbol} for every prefix of LOOK bits, 0 where the code is longer or does not exist. */
    final short[] look = new short[1 << LOOK];

    private final int[] maxCode = new int[18];
    private final int[] valueOffset = new int[17];
    private final byte[] symbols;
    private volatile char[] skip;

    /**
     * @param counts number of codes of each length 1..16
     * @param symbols in order of their codes
     * @throws IllegalArgumentException when the lengths describe no prefix code
     */
    HuffmanTable(int[] counts, byte[] symbols) {
        this.symbols = symbols;
        int code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++) {
            valueOffset[length] = next - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, next++) {
                if (length <= LOOK) {
                    int first = code << (LOOK - length);
                    if (first >= look.length) {
                        throw new IllegalArgumentException("more codes than bits");
                    }
                    java.util.Arrays.fill(
                            look, first, first + (1 << (LOOK - length)), (short) (length << 8 | symbols[next] & 0xFF));
                }
            }
            maxCode[length] = counts[length - 1] == 0 ? -1 : code - 1;
            if (code > 1 << length) {
                throw new IllegalArgumentException("more codes than bits");
            }
            code <<= 1;
        }
    }

    /**
     * Finds the code at the front of 16 bits.
     *
     * @return {@code length << 8 | symbol}, or 0 when no code matches
     */
    int find(int bits16) {
        for (int length = 1; length <= 16; length++) {
            int code = bits16 >>> (16 - length);
            if (code <= maxCode[length]) {
                return length << 8 | symbols[valueOffset[length] + code] & 0xFF;
            }
        }
        return 0;
    }

    /**
     * For every prefix of SKIP_LOOK bits the AC symbols that it holds, taken together: bits to drop (with the extra bits
     * of each coefficient), coefficients to advance, SKIP_END where the last one ends the block; 0 where not even one code fits. A picture at an eighth of its size needs no AC value, so most of its
     * decoding time is this look-up.
     */
    char[] skipTable() {
        char[] table = skip;
        if (table == null) {
            table = new char[1 << SKIP_LOOK];
            for (int prefix = 0; prefix < table.length; prefix++) {
                table[prefix] = skipEntry(prefix);
            }
            // Two threads may build the same one.
            skip = table;
        }
        return table;
    }

    private char skipEntry(int prefix) {
        int dropped = 0;
        int advance = 0;
        while (dropped < SKIP_LOOK) {
            int found = find((prefix << (dropped + 16 - SKIP_LOOK)) & 0xFFFF);
            int length = found >> 8;
            if (found == 0 || length > SKIP_LOOK - dropped) {
                break;
            }
            int run = (found & 0xFF) >> 4;
            int size = found & 0xF;
            if (size == 0 && run != 15) {
                return (char) (SKIP_END | advance << SKIP_ADVANCE | dropped + length);
            }
            if (advance + run + 1 > 63) {
                break;
            }
            dropped += length + size;
            advance += run + 1;
        }
        return (char) (advance << SKIP_ADVANCE | dropped);
    }
}
