package io.percept.worker;

import io.percept.engine.ImageEmbedding;
import io.percept.engine.PixelSource;
import io.percept.engine.VisionEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An encoder whose calls are watched. While caution is taken each image has a call of its own, so that one that makes the encoder hang
 * is known. Closing it is the engine's.
 */
final class WatchedEncoder implements VisionEncoder {

    private final VisionEncoder encoder;
    private final CallWatch watch;
    private final Caution caution;
    private volatile PixelSource alone;

    WatchedEncoder(VisionEncoder encoder, CallWatch watch, Caution caution) {
        this.encoder = encoder;
        this.watch = watch;
        this.caution = caution;
    }

    @Override
    public int maxBatch() {
        return encoder.maxBatch();
    }

    @Override
    public int bestBatch() {
        return encoder.bestBatch();
    }

    @Override
    public int backlogBatch() {
        return encoder.backlogBatch();
    }

    @Override
    public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
        if (!caution.isTaken(EnginePart.ENCODER)) {
            return watch.make(images.size(), () -> encoder.encode(images));
        }
        List<ImageEmbedding> embeddings = new ArrayList<>(images.size());
        for (PixelSource image : images) {
            alone = image;
            try {
                embeddings.addAll(watch.make(1, () -> encoder.encode(List.of(image))));
            } finally {
                alone = null;
            }
        }
        return embeddings;
    }

    /** The image in the call under way, where it is alone there for care. */
    Optional<PixelSource> alone() {
        return Optional.ofNullable(alone);
    }

    @Override
    public void close() {}
}
