package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.BundleDecoder;
import java.nio.LongBuffer;

/**
 * The decoder's inputs and outputs other than the cache, sized for the largest call of any profile and taken once, so that a
 * call allocates nothing on the device. For one thread at a time.
 */
final class DecoderBuffers implements AutoCloseable {

    /** What the buffers of a bundle's decoder take on the device. */
    record Sizes(
            long ints, long embeddings, long embeddingRow, long logits, long none, long table, long each, int news) {

        static Sizes of(Bundle bundle, DecoderProfiles profiles, CacheLayout layout) {
            BundleDecoder decoder = bundle.decoder();
            long rows = profiles.mostRows();
            long row = (long) decoder.width() * Float.BYTES;
            return new Sizes(
                    CallLayout.of(rows, profiles.mostPositions(), profiles.mostWanted())
                            .bytes(),
                    CacheArena.align(profiles.mostEmbeddingRows() * row),
                    CacheArena.align(row),
                    CacheArena.align(profiles.mostWanted() * decoder.vocabulary() * Float.BYTES),
                    CacheArena.align(rows * layout.rowBytes(1)),
                    layout.tableBytes(),
                    CacheArena.align(profiles.mostPositions() * layout.heads() * layout.headBytes()),
                    layout.buffers());
        }

        long device() {
            return ints + embeddings + embeddingRow + logits + none + table + news * each;
        }
    }

    private final ResourceStack resources = new ResourceStack();
    private final long start;
    private final Device.HostBlock hostInts;
    private final Device.HostBlock hostEmbeddings;
    private final Device.HostBlock hostLogits;
    private final Sizes sizes;

    DecoderBuffers(Device device, Device.Stream stream, Sizes sizes) {
        this.sizes = sizes;
        this.start = device.allocate(sizes.device());
        resources.add(() -> device.free(start));
        try {
            this.hostInts = resources.add(device.allocateHost(sizes.ints()));
            this.hostEmbeddings = resources.add(device.allocateHost(sizes.embeddings()));
            this.hostLogits = resources.add(device.allocateHost(sizes.logits()));
            fill(stream);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private void fill(Device.Stream stream) {
        // The row that stands for no image, and the cache that stands for no past, are zeros and stay so.
        stream.zero(start, sizes.device());
        LongBuffer table = hostInts.bytes().asLongBuffer();
        for (int i = 0; i < sizes.news(); i++) {
            table.put(news(i));
        }
        stream.upload(hostInts, 0, sources(), (long) sizes.news() * Long.BYTES);
        stream.synchronize();
    }

    Device.HostBlock hostInts() {
        return hostInts;
    }

    Device.HostBlock hostEmbeddings() {
        return hostEmbeddings;
    }

    Device.HostBlock hostLogits() {
        return hostLogits;
    }

    long ints() {
        return start;
    }

    long embeddings() {
        return ints() + sizes.ints();
    }

    /** A row of zeros. */
    long noImage() {
        return embeddings() + sizes.embeddings();
    }

    long logits() {
        return noImage() + sizes.embeddingRow();
    }

    /** One token of zeros per row, for every cache input at once. */
    long noCache() {
        return logits() + sizes.logits();
    }

    /** Table of the addresses of {@link #news}. */
    long sources() {
        return noCache() + sizes.none();
    }

    /** New keys or values of a buffer. */
    long news(int buffer) {
        return sources() + sizes.table() + buffer * sizes.each();
    }

    @Override
    public void close() {
        resources.close();
    }
}
