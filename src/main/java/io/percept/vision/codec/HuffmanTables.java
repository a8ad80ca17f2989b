package io.percept.vision.codec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;

/**
 * Huffman tables by what the file says of them. Most files have the four of the standard's annex K, and to build one takes as long
 * as to decode a small picture. Thread-safe.
 */
final class HuffmanTables {

    /** One with its skip table takes about 20 kB. */
    private static final int KEPT = 64;

    private static final Cache<ByteBuffer, HuffmanTable> KNOWN =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private HuffmanTables() {}

    /**
     * @param counts number of codes of each length 1..16, each below 256
     * @param symbols in order of their codes
     * @throws IllegalArgumentException when the lengths describe no prefix code
     */
    static HuffmanTable of(int[] counts, byte[] symbols) {
        ByteBuffer key = ByteBuffer.allocate(counts.length + symbols.length);
        for (int count : counts) {
            key.put((byte) count);
        }
        return KNOWN.get(key.put(symbols).flip(), any -> new HuffmanTable(counts, symbols));
    }
}
