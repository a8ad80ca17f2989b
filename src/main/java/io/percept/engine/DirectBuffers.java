package io.percept.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.function.LongFunction;

/**
 * Direct buffers, as the ONNX Runtime reads and writes them. An instance is for a group of them that grow with the calls, and does not
 * ask again and again for one that there is no memory for. For one thread.
 */
final class DirectBuffers {

    private final MemoryRefusal refusal;

    DirectBuffers() {
        this(new MemoryRefusal(MemoryRefusal.PAUSE));
    }

    DirectBuffers(MemoryRefusal refusal) {
        this.refusal = refusal;
    }

    /**
     * A buffer of so many numbers.
     *
     * @throws NoMemory if there is none for it
     */
    static FloatBuffer floats(long count) {
        return direct(count, Float.BYTES).asFloatBuffer();
    }

    /** The same of whole numbers. */
    static LongBuffer longs(long count) {
        return direct(count, Long.BYTES).asLongBuffer();
    }

    /** An error would end all that is in hand; what is asked for here may be less the next time. */
    private static ByteBuffer direct(long count, int bytesEach) {
        try {
            return ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(count, bytesEach)))
                    .order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError | ArithmeticException e) {
            throw new NoMemory(
                    "There is no direct memory for %d numbers of %d bytes; raise -XX:MaxDirectMemorySize"
                            .formatted(count, bytesEach),
                    e);
        }
    }

    /**
     * The buffer where it has room for so many numbers, else another one that has.
     *
     * @throws NoMemory if there is none for that, now or a short while ago
     */
    FloatBuffer reserved(FloatBuffer buffer, int count) {
        return buffer.capacity() < count ? grown(buffer.capacity(), count, Float.BYTES, DirectBuffers::floats) : buffer;
    }

    /** The same of whole numbers. */
    LongBuffer reserved(LongBuffer buffer, int count) {
        return buffer.capacity() < count ? grown(buffer.capacity(), count, Long.BYTES, DirectBuffers::longs) : buffer;
    }

    /**
     * A buffer in place of one that is too small: of twice its room, or without room to spare where there is no memory for that.
     *
     * @param make makes one for so many numbers
     * @throws NoMemory if there is none for {@code count} numbers, now or a short while ago
     */
    <B> B grown(int capacity, int count, int bytesEach, LongFunction<B> make) {
        int better = Math.max(count, 2 * capacity);
        try {
            return ask(better, bytesEach, make);
        } catch (NoMemory e) {
            if (better == count) {
                throw e;
            }
            return ask(count, bytesEach, make);
        }
    }

    private <B> B ask(int count, int bytesEach, LongFunction<B> make) {
        return refusal.ask((long) count * bytesEach, () -> make.apply(count));
    }
}
