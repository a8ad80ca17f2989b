package io.percept.vision;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.concurrent.Semaphore;

/**
 * The part of the heap that pictures may take while they are decoded. Threads alone do not bound it: two small files, each of
 * fifty million pixels, take more than the heap of a small pod. Who comes first goes first, so that a huge picture, too, has its
 * turn; small ones pass it by as long as it is not there. Thread-safe.
 */
final class DecodeRoom {

    /** Room is counted in these: a thumbnail takes one of hundreds. */
    private static final long UNIT = 1 << 20;

    private final int units;
    private final Semaphore free;

    DecodeRoom(long bytes) {
        units = (int) Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(units, true);
    }

    /** Half of the heap. The other half is for files that wait, caches, and the events themselves. */
    static DecodeRoom inHeap() {
        return new DecodeRoom(Runtime.getRuntime().maxMemory() / 2);
    }

    /**
     * Waits until there is room.
     *
     * @param bytes that the picture takes at most
     * @return ends the holding
     * @throws PerceptException IMAGE_TOO_LARGE where it would not fit even alone
     */
    Held take(long bytes) throws InterruptedException {
        long wanted = Math.max(1, Math.ceilDiv(bytes, UNIT));
        if (wanted > units) {
            throw new PerceptException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "decoding the image may take %d MB of memory and %d MB are there for it; send a smaller version of the image, or give the service more heap (-Xmx)"
                            .formatted(wanted, units));
        }
        int taken = (int) wanted;
        free.acquire(taken);
        return () -> free.release(taken);
    }

    /** Room that is held; to be closed once. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
