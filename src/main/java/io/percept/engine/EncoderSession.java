package io.percept.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * {@code encoder.onnx} in the ONNX Runtime: {@code pixel_values [I,3,S,S]} to {@code image_embeds [I,Q,D]}. Images write
 * themselves into one direct buffer that the engine reads in place, and it writes into another.
 */
final class EncoderSession implements VisionEncoder {

    private final OnnxSession session;
    private final int size;
    private final int queries;
    private final int width;
    private final int maxBatch;
    private final int bestBatch;
    private final int backlogBatch;
    private final int valuesPerImage;
    private final FloatBuffer pixels;
    private final FloatBuffer embeddings;

    /**
     * @param session of the bundle's encoder; closed with this
     * @param bestBatch see {@link VisionEncoder#bestBatch}
     * @param backlogBatch see {@link VisionEncoder#backlogBatch}
     */
    EncoderSession(Bundle bundle, OnnxSession session, int bestBatch, int backlogBatch) {
        this.session = session;
        this.size = bundle.image().size();
        this.queries = bundle.image().queries();
        this.width = bundle.decoder().width();
        this.maxBatch = bundle.batchProfiles().encoder().getLast();
        this.bestBatch = Math.min(maxBatch, bestBatch);
        this.backlogBatch = Math.min(maxBatch, backlogBatch);
        this.valuesPerImage = 3 * size * size;
        this.pixels = DirectBuffers.floats(maxBatch * valuesPerImage);
        this.embeddings = DirectBuffers.floats(maxBatch * queries * width);
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public int bestBatch() {
        return bestBatch;
    }

    @Override
    public int backlogBatch() {
        return backlogBatch;
    }

    @Override
    public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
        if (images.isEmpty() || images.size() > maxBatch) {
            throw new IllegalArgumentException("1 to " + maxBatch + " images per call, not " + images.size());
        }
        PixelSource.writeAll(images, valuesPerImage, pixels.clear());
        pixels.flip();
        try (NDManager scope = session.newScope()) {
            NDList inputs = new NDList(OnnxSession.array(
                    scope, TensorNames.PIXELS, pixels, DataType.FLOAT32, images.size(), 3, size, size));
            NDList outputs = new NDList(OnnxSession.array(
                    scope,
                    TensorNames.EMBEDDINGS,
                    embeddings.clear().limit(images.size() * queries * width),
                    DataType.FLOAT32,
                    images.size(),
                    queries,
                    width));
            session.run(inputs, outputs);
            return ImageEmbedding.split(embeddings, queries, width);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
