package io.percept.engine.tensorrt;

import io.percept.engine.BundleDecoder;
import io.percept.engine.CacheDemand;
import io.percept.engine.onnx.ElementType;

/**
 * Where keys and values lie in a cache: a table of the buffers' addresses, then one buffer {@code [rows,H,C,Dh]} per layer for
 * keys and one for values.
 *
 * @param buffers layers × 2
 * @param heads H
 * @param headBytes bytes of one head of one token
 */
record CacheLayout(int buffers, int heads, int headBytes) {

    CacheLayout {
        if (headBytes % Integer.BYTES != 0) {
            throw new IllegalArgumentException("A head of " + headBytes + " bytes is not made of whole words");
        }
    }

    static CacheLayout of(BundleDecoder decoder, ElementType type) {
        return new CacheLayout(2 * decoder.layers(), decoder.heads(), decoder.headWidth() * type.bytes());
    }

    int words() {
        return headBytes / Integer.BYTES;
    }

    /** Bytes of a row in one buffer. */
    long rowBytes(int capacity) {
        return (long) heads * capacity * headBytes;
    }

    /** From the start of one buffer to the next. */
    long bufferBytes(int capacity, int rows) {
        return CacheArena.align(rowBytes(capacity) * rows);
    }

    long tableBytes() {
        return CacheArena.align((long) buffers * Long.BYTES);
    }

    /** All of a cache. */
    long bytes(int capacity, int rows) {
        return tableBytes() + buffers * bufferBytes(capacity, rows);
    }

    /** All caches of a demand. */
    long bytes(CacheDemand demand) {
        return demand.blocks().stream()
                .mapToLong(block -> bytes(block.capacity(), block.rows()))
                .sum();
    }

    /** Keys and values of one token in all buffers. */
    long tokenBytes() {
        return (long) buffers * heads * headBytes;
    }
}
