package io.percept.engine;

import java.util.List;

/** Turns images into embeddings. An instance is used by one thread at a time. */
public interface VisionEncoder extends AutoCloseable {

    /** The most images that one call takes. */
    int maxBatch();

    /**
     * Images from which on a larger call encodes no more of them a second; it would only make the first ones wait for the last. At
     * most {@link #maxBatch()}.
     */
    default int bestBatch() {
        return maxBatch();
    }

    /**
     * Encodes images in one call of the engine.
     *
     * @param images 1 to {@link #maxBatch()}
     * @return one embedding per image, in order
     * @throws EngineFailure if the engine fails; nothing is half done
     */
    List<ImageEmbedding> encode(List<? extends PixelSource> images);

    @Override
    void close();
}
