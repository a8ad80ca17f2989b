package io.percept.vision.codec;

/** The bits of a lossless WebP stream, the lowest of each byte first. Not thread-safe. */
final class LosslessBits {

    private final byte[] data;
    private final int end;
    private int at;
    private int held;
    private int count;

    /** @param end the first byte that is not of the stream */
    LosslessBits(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
    }

    /** The next bits, up to 24 of them, as a number. */
    int take(int bits) {
        while (count < bits) {
            if (at >= end) {
                throw ImageFault.truncated(ImageFormat.WEBP, "inside its picture data");
            }
            held |= (data[at++] & 0xFF) << count;
            count += 8;
        }
        int value = held & (1 << bits) - 1;
        held >>>= bits;
        count -= bits;
        return value;
    }

    boolean flag() {
        return take(1) == 1;
    }
}
