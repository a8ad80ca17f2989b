package io.percept.engine.tensorrt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device whose memory is the test's. Like a real one it notes work on a stream and fails late; unlike a real one it fails on
 * every byte outside of what was allocated.
 */
final class InMemoryDevice implements Device {

    private final TreeMap<Long, ByteBuffer> blocks = new TreeMap<>();
    private final int id;
    private final long capacity;
    private long next = 1 << 20;

    final AtomicInteger allocations = new AtomicInteger();
    final AtomicInteger recordings = new AtomicInteger();
    final AtomicInteger replays = new AtomicInteger();
    final AtomicInteger openResources = new AtomicInteger();
    /** Recordings fail to begin. */
    boolean refusesRecordings;
    /** Waiting for a stream fails. */
    boolean failsToSynchronize;
    /** Blocks of pinned memory that the host has left. */
    int hostBlocksLeft = Integer.MAX_VALUE;

    InMemoryDevice(long capacity) {
        this(0, capacity);
    }

    InMemoryDevice(int id, long capacity) {
        this.id = id;
        this.capacity = capacity;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return "a device in memory";
    }

    @Override
    public String architecture() {
        return "sm00";
    }

    @Override
    public void use() {}

    @Override
    public synchronized long freeBytes() {
        return capacity
                - blocks.values().stream().mapToLong(ByteBuffer::capacity).sum();
    }

    @Override
    public synchronized long allocate(long bytes) {
        if (bytes > freeBytes()) {
            throw new DeviceFailure("cudaMalloc of " + bytes + " bytes failed: out of memory");
        }
        long address = next;
        // A gap behind each block, so that nothing runs over into the next unseen.
        next += CacheArena.align(bytes) + 4096;
        ByteBuffer block = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
        while (block.hasRemaining()) {
            block.put((byte) 0xA5);
        }
        blocks.put(address, block);
        allocations.incrementAndGet();
        return address;
    }

    @Override
    public synchronized void free(long address) {
        if (blocks.remove(address) == null) {
            throw new DeviceFailure("cudaFree failed: no such address");
        }
    }

    synchronized int blocks() {
        return blocks.size();
    }

    /** Memory at an address, up to the end of its block. */
    synchronized ByteBuffer at(long address) {
        Map.Entry<Long, ByteBuffer> block = blocks.floorEntry(address);
        if (block == null || address - block.getKey() > block.getValue().capacity()) {
            throw new DeviceFailure("an illegal memory access was encountered at " + address);
        }
        int offset = Math.toIntExact(address - block.getKey());
        return block.getValue().duplicate().clear().position(offset).slice().order(ByteOrder.nativeOrder());
    }

    @Override
    public HostBlock allocateHost(long bytes) {
        if (hostBlocksLeft == 0) {
            throw new DeviceFailure("cudaHostAlloc of " + bytes + " bytes failed: out of memory");
        }
        hostBlocksLeft--;
        openResources.incrementAndGet();
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
        return new HostBlock() {
            @Override
            public ByteBuffer bytes() {
                return memory.duplicate().clear().order(ByteOrder.nativeOrder());
            }

            @Override
            public void close() {
                openResources.decrementAndGet();
            }
        };
    }

    @Override
    public Work newStream() {
        openResources.incrementAndGet();
        return new Work();
    }

    /** A stream that does its work at once, or notes it. */
    final class Work implements Stream {

        private List<Runnable> recording;
        private RuntimeException failure;

        /** Does a piece of work in the stream's order; after one has failed the others are left out. */
        void perform(Runnable work) {
            if (recording != null) {
                recording.add(work);
                return;
            }
            if (failure == null) {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
        }

        @Override
        public void upload(HostBlock from, long offset, long to, long bytes) {
            perform(() -> at(to).put(slice(from, offset, bytes)));
        }

        @Override
        public void download(long from, HostBlock to, long offset, long bytes) {
            perform(() -> slice(to, offset, bytes).put(at(from).limit(Math.toIntExact(bytes))));
        }

        @Override
        public void copy2D(long to, long toPitch, long from, long fromPitch, long width, long height) {
            perform(() -> {
                for (long i = 0; i < height; i++) {
                    byte[] piece = new byte[Math.toIntExact(width)];
                    at(from + i * fromPitch).get(piece);
                    at(to + i * toPitch).put(piece);
                }
            });
        }

        @Override
        public void zero(long address, long bytes) {
            perform(() -> at(address).put(new byte[Math.toIntExact(bytes)]));
        }

        @Override
        public void scatter(Scatter s) {
            perform(() -> {
                int head = s.words() * Integer.BYTES;
                for (int row = 0; row < s.rows(); row++) {
                    long target = at(s.cacheRows()).getLong(row * Long.BYTES);
                    long past = at(s.pasts()).getLong(row * Long.BYTES);
                    long count = at(s.counts()).getLong(row * Long.BYTES);
                    for (int u = 0; u < s.buffers() && target >= 0; u++) {
                        long source = at(s.sources()).getLong(u * Long.BYTES);
                        long cache = at(s.targets()).getLong(u * Long.BYTES);
                        for (int h = 0; h < s.heads(); h++) {
                            byte[] tokens = new byte[Math.toIntExact(count * head)];
                            at(source + ((long) row * s.heads() + h) * s.tokens() * head)
                                    .get(tokens);
                            at(cache + ((target * s.heads() + h) * s.capacity() + past) * head)
                                    .put(tokens);
                        }
                    }
                }
            });
        }

        @Override
        public void synchronize() {
            RuntimeException happened = failure;
            failure = null;
            if (happened != null) {
                throw happened;
            }
            if (failsToSynchronize) {
                throw new DeviceFailure("cudaStreamSynchronize failed: an illegal memory access was encountered");
            }
        }

        @Override
        public void beginRecording() {
            recordings.incrementAndGet();
            if (refusesRecordings) {
                throw new DeviceFailure("cudaStreamBeginCapture failed: not here");
            }
            recording = new ArrayList<>();
        }

        @Override
        public Recording endRecording() {
            List<Runnable> noted = recording;
            recording = null;
            openResources.incrementAndGet();
            return new Recording() {
                @Override
                public void replay(Stream stream) {
                    replays.incrementAndGet();
                    noted.forEach(((Work) stream)::perform);
                }

                @Override
                public void close() {
                    openResources.decrementAndGet();
                }
            };
        }

        @Override
        public void close() {
            openResources.decrementAndGet();
        }

        private static ByteBuffer slice(HostBlock block, long offset, long bytes) {
            return block.bytes().slice(Math.toIntExact(offset), Math.toIntExact(bytes));
        }
    }
}
