package io.percept.engine.tensorrt;

import io.percept.engine.NoMemory;
import java.util.Map;
import java.util.TreeMap;

/**
 * Device memory for caches, taken once and handed out in blocks: the first gap that is large enough. For one thread at a time.
 */
final class CacheArena implements AutoCloseable {

    /** What TensorRT asks of the address of a binding. */
    static final long ALIGNMENT = 256;

    private final Device device;
    private final long address;
    private final long bytes;
    /** Start of each gap to its length. */
    private final TreeMap<Long, Long> gaps = new TreeMap<>();

    private final TreeMap<Long, Long> taken = new TreeMap<>();

    CacheArena(Device device, long bytes) {
        this.device = device;
        this.bytes = align(bytes);
        this.address = device.allocate(this.bytes);
        gaps.put(address, this.bytes);
    }

    static long align(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** @throws NoMemory if no gap is large enough */
    long take(long wanted) {
        long size = align(wanted);
        for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
            long start = gap.getKey();
            long length = gap.getValue();
            if (length >= size) {
                gaps.remove(start);
                if (length > size) {
                    gaps.put(start + size, length - size);
                }
                taken.put(start, size);
                return start;
            }
        }
        throw new NoMemory(
                "A cache of %d bytes was asked for, but of the %d bytes set aside %d are free, %d in one piece"
                        .formatted(
                                size,
                                bytes,
                                free(),
                                gaps.values().stream()
                                        .mapToLong(Long::longValue)
                                        .max()
                                        .orElse(0)),
                null);
    }

    void giveBack(long start) {
        long size = taken.remove(start);
        Map.Entry<Long, Long> before = gaps.lowerEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            start = before.getKey();
            size += before.getValue();
        }
        Long after = gaps.remove(start + size);
        gaps.put(start, after == null ? size : size + after);
    }

    long free() {
        return gaps.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        device.free(address);
    }
}
