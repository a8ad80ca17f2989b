package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.PixelSource;
import io.percept.engine.TensorNames;
import io.percept.engine.VisionEncoder;
import io.percept.engine.onnx.ElementType;
import java.nio.FloatBuffer;
import java.util.List;

/** An encoder plan. Images write themselves into pinned memory; embeddings come back to the host, where they are cached. */
final class DeviceEncoder implements VisionEncoder {

    private final Device device;
    private final EncoderProfiles profiles;
    private final int maxBatch;
    private final int size;
    private final int queries;
    private final int width;
    private final ResourceStack resources = new ResourceStack();
    private Device.Stream stream;
    private Device.HostBlock hostPixels;
    private Device.HostBlock hostEmbeddings;
    private long pixels;
    private long embeddings;
    private ProfiledExecution execution;

    /** @param plan closed by whoever opened it, after this */
    DeviceEncoder(Bundle bundle, Device device, Plan plan) {
        requireBindings(plan);
        this.device = device;
        this.profiles = EncoderProfiles.of(bundle);
        this.maxBatch = bundle.batchProfiles().encoder().getLast();
        this.size = bundle.image().size();
        this.queries = bundle.image().queries();
        this.width = bundle.decoder().width();
        try {
            open(plan);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private void open(Plan plan) {
        device.use();
        stream = resources.add(device.newStream());
        hostPixels = resources.add(device.allocateHost(pixelBytes(maxBatch)));
        hostEmbeddings = resources.add(device.allocateHost(embeddingBytes(maxBatch)));
        pixels = allocate(pixelBytes(maxBatch));
        embeddings = allocate(embeddingBytes(maxBatch));
        execution = resources.add(new ProfiledExecution(plan, 0, stream, allocate(plan.workspaceBytes())));
    }

    private long allocate(long bytes) {
        long address = device.allocate(bytes);
        resources.add(() -> device.free(address));
        return address;
    }

    /** What an encoder takes on a device beside weights and workspace. */
    static long bufferBytes(Bundle bundle) {
        long batch = bundle.batchProfiles().encoder().getLast();
        long size = bundle.image().size();
        long values = 3 * size * size
                + (long) bundle.image().queries() * bundle.decoder().width();
        return batch * values * Float.BYTES;
    }

    private static void requireBindings(Plan plan) {
        Plan.Binding input = new Plan.Binding(TensorNames.PIXELS, true, ElementType.FP32, List.of());
        Plan.Binding output = new Plan.Binding(TensorNames.EMBEDDINGS, false, ElementType.FP32, List.of());
        List<Plan.Binding> bindings = plan.bindings().stream()
                .map(each -> new Plan.Binding(each.name(), each.input(), each.type(), List.of()))
                .toList();
        if (bindings.size() != 2 || !bindings.containsAll(List.of(input, output))) {
            throw new IllegalArgumentException(
                    "The encoder's plan has " + plan.bindings() + ", not " + input + " and " + output);
        }
    }

    private long pixelBytes(int images) {
        return 3L * images * size * size * Float.BYTES;
    }

    private long embeddingBytes(int images) {
        return (long) images * queries * width * Float.BYTES;
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
        int count = images.size();
        int profile = profiles.choose(count)
                .orElseThrow(() -> new IllegalArgumentException("1 to " + maxBatch + " images per call, not " + count));
        PixelSource.writeAll(images, 3 * size * size, hostPixels.bytes().asFloatBuffer());
        device.use();
        execution.choose(profile);
        Execution run = execution.execution();
        run.shape(TensorNames.PIXELS, count, 3, size, size);
        run.address(TensorNames.PIXELS, pixels);
        run.address(TensorNames.EMBEDDINGS, embeddings);
        stream.upload(hostPixels, 0, pixels, pixelBytes(count));
        run.enqueue(stream);
        stream.download(embeddings, hostEmbeddings, 0, embeddingBytes(count));
        stream.synchronize();
        FloatBuffer result = hostEmbeddings.bytes().asFloatBuffer().limit(count * queries * width);
        return ImageEmbedding.split(result, queries, width);
    }

    @Override
    public void close() {
        try (resources) {
            device.use();
            stream.synchronize();
        }
    }
}
