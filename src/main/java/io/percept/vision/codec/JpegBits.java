package io.percept.vision.codec;

import io.percept.contract.PerceptException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The entropy-coded bits of a JPEG scan, stuffing removed, up to the next marker. Past that, zeros are handed out and
 * counted, so that the decoder's inner loop needs no test for the end: {@link #overrun()} tells afterwards.
 *
 * <p>The bits are kept at the upper end of {@link #buffer}; below its {@link #count} bits may lie bits of the next
 * byte, which a later fill writes again. Not thread-safe.
 */
final class JpegBits {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    final byte[] data;
    int position;
    long buffer;
    int count;
    private int invented;

    JpegBits(byte[] data, int position) {
        this.data = data;
        this.position = position;
    }

    /** Makes at least 32 bits available. */
    void fill() {
        if (count >= 32) {
            return;
        }
        if (position + 8 <= data.length) {
            long next = (long) LONGS.get(data, position);
            if (((~next - 0x0101010101010101L) & next & 0x8080808080808080L) == 0) {
                buffer |= next >>> count;
                position += (63 - count) >> 3;
                count |= 56;
                return;
            }
        }
        fillBytewise();
    }

    private void fillBytewise() {
        while (count <= 56) {
            int value = position < data.length ? data[position] & 0xFF : -1;
            if (value == 0xFF) {
                value = position + 1 < data.length && data[position + 1] == 0 ? 0xFF : -1;
                position += value < 0 ? 0 : 1;
            }
            // Bits of this byte may lie below count from a wide fill; they are the same bits.
            long clear = count == 0 ? 0 : buffer & (-1L << (64 - count));
            if (value < 0) {
                buffer = clear;
                invented += 8;
            } else {
                buffer = clear | (long) value << (56 - count);
                position++;
            }
            count += 8;
        }
    }

    /** Takes back what a caller worked on in variables of its own. */
    JpegBits put(long newBuffer, int newCount) {
        buffer = newBuffer;
        count = newCount;
        return this;
    }

    int peek(int bits) {
        return (int) (buffer >>> (64 - bits));
    }

    void drop(int bits) {
        buffer <<= bits;
        count -= bits;
    }

    /** The next bits, 1..16 of them, as a number; they must be available. */
    int take(int bits) {
        int value = (int) (buffer >>> (64 - bits));
        buffer <<= bits;
        count -= bits;
        return value;
    }

    /** A coefficient of the given category: the next bits, extended in sign as JPEG does. */
    int takeSigned(int size) {
        int value = signed(buffer, size);
        drop(size);
        return value;
    }

    /** The same, of bits at the upper end of a word. Without branches, for the sign is as good as random. */
    static int signed(long bits, int size) {
        int value = (int) (bits >>> 1 >>> (63 - size));
        return value + ((int) (~bits >> 63) & (-1 << size) + 1);
    }

    /** The next symbol; fills first. Returns −1 when the bits are no code of the table. */
    int symbol(HuffmanTable table) {
        fill();
        int found = table.look[(int) (buffer >>> (64 - HuffmanTable.LOOK))];
        if (found == 0) {
            found = table.find(peek(16));
            if (found == 0) {
                return -1;
            }
        }
        drop(found >> 8);
        return found & 0xFF;
    }

    /** Whether bits were used that the file does not have. */
    boolean overrun() {
        return count < invented;
    }

    /** Whole bytes that were left unused between here and the marker. */
    int unused() {
        int left = Math.max(0, count - invented) >> 3;
        int at = position;
        while (at < data.length && !isMarker(at)) {
            left++;
            at++;
        }
        return left;
    }

    /** Moves to the next marker and forgets the bits before it. */
    void toMarker() {
        buffer = 0;
        count = 0;
        invented = 0;
        while (position < data.length && !isMarker(position)) {
            position++;
        }
    }

    /** What to report when the bits at hand are no code. */
    PerceptException badCode() {
        return overrun()
                ? endedEarly()
                : ImageFault.corrupt(ImageFormat.JPEG, "its picture data hold an impossible code");
    }

    /** What to report when the bits ran out: at the end of the file, or at a marker that comes too soon. */
    PerceptException endedEarly() {
        toMarker();
        return position >= data.length
                ? ImageFault.truncated(ImageFormat.JPEG, "inside its picture data")
                : ImageFault.corrupt(ImageFormat.JPEG, "its picture data stop before the last row");
    }

    private boolean isMarker(int at) {
        return data[at] == (byte) 0xFF && at + 1 < data.length && data[at + 1] != 0 && data[at + 1] != (byte) 0xFF;
    }
}
