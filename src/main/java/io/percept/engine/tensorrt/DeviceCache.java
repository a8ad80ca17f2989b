package io.percept.engine.tensorrt;

import io.percept.engine.KeyValueCache;
import java.nio.LongBuffer;
import java.util.function.Consumer;

/** A cache in device memory. Rows are written by {@link Scatter}, and copied on the device in the order of its stream. */
final class DeviceCache implements KeyValueCache {

    private final CacheLayout layout;
    private final Device device;
    private final Device.Stream stream;
    private final int capacity;
    private final int rows;
    private final long start;
    private final Consumer<DeviceCache> release;

    /**
     * @param start of {@link CacheLayout#bytes} of device memory
     * @param staging at least {@link CacheLayout#tableBytes} that nothing else uses meanwhile
     * @param release is told when the cache is closed
     */
    DeviceCache(
            CacheLayout layout,
            Device device,
            Device.Stream stream,
            int capacity,
            int rows,
            long start,
            Device.HostBlock staging,
            Consumer<DeviceCache> release) {
        this.layout = layout;
        this.device = device;
        this.stream = stream;
        this.capacity = capacity;
        this.rows = rows;
        this.start = start;
        this.release = release;
        stream.zero(start, layout.bytes(capacity, rows));
        LongBuffer table = staging.bytes().asLongBuffer();
        for (int buffer = 0; buffer < layout.buffers(); buffer++) {
            table.put(address(buffer, 0));
        }
        stream.upload(staging, 0, start, (long) layout.buffers() * Long.BYTES);
        stream.synchronize();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int rows() {
        return rows;
    }

    /** Start of the block. */
    long start() {
        return start;
    }

    /** Address of the table of the buffers' addresses. */
    long table() {
        return start;
    }

    /** Address of a row in a buffer. */
    long address(int buffer, int row) {
        return start
                + layout.tableBytes()
                + buffer * layout.bufferBytes(capacity, rows)
                + row * layout.rowBytes(capacity);
    }

    @Override
    public void copyTokens(KeyValueCache from, int fromRow, int toRow, int first, int count) {
        DeviceCache source = (DeviceCache) from;
        if (count == 0) {
            return;
        }
        int length = first + count;
        if (length > capacity || length > source.capacity) {
            throw new IllegalArgumentException(
                    length + " tokens do not fit into rows of " + source.capacity + " and " + capacity);
        }
        long skipped = (long) first * layout.headBytes();
        device.use();
        for (int buffer = 0; buffer < layout.buffers(); buffer++) {
            stream.copy2D(
                    address(buffer, toRow) + skipped,
                    (long) capacity * layout.headBytes(),
                    source.address(buffer, fromRow) + skipped,
                    (long) source.capacity * layout.headBytes(),
                    (long) count * layout.headBytes(),
                    layout.heads());
        }
    }

    /** Makes the tokens {@code [first, first + count)} of a row as if they had never been written. */
    void clearTokens(int row, int first, int count) {
        device.use();
        for (int buffer = 0; buffer < layout.buffers(); buffer++) {
            for (int head = 0; head < layout.heads(); head++) {
                long token = (long) head * capacity + first;
                stream.zero(address(buffer, row) + token * layout.headBytes(), (long) count * layout.headBytes());
            }
        }
    }

    @Override
    public void close() {
        release.accept(this);
    }
}
