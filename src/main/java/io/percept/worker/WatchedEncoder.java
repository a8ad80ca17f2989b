package io.percept.worker;

import io.percept.engine.ImageEmbedding;
import io.percept.engine.PixelSource;
import io.percept.engine.VisionEncoder;
import java.util.List;

/** An encoder whose calls are watched. Closing it is the engine's. */
record WatchedEncoder(VisionEncoder encoder, CallWatch watch) implements VisionEncoder {

    @Override
    public int maxBatch() {
        return encoder.maxBatch();
    }

    @Override
    public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
        return watch.make(images.size(), () -> encoder.encode(images));
    }

    @Override
    public void close() {}
}
