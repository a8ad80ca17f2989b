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
     * The same where so many images wait that the company of a call holds none of them back: other calls have driven the weights out of
     * the processor's caches by then, and the images of a call share the reading of them. At most {@link #maxBatch()}.
     */
    default int backlogBatch() {
        return bestBatch();
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
