package io.percept.engine;

import java.nio.FloatBuffer;
import java.util.List;

/** An image that can write itself into the encoder's input, in place. */
@FunctionalInterface
public interface PixelSource {

    /** Writes 3·S·S normalised values in channel, row, column order at the buffer's position, and advances it. */
    void writeTo(FloatBuffer chw);

    /** A grey image, for trying an engine: all values are zero. */
    static PixelSource grey(BundleImage shape) {
        float[] values = new float[3 * shape.size() * shape.size()];
        return chw -> chw.put(values);
    }

    /**
     * Lets images write themselves one after another.
     *
     * @param valuesPerImage values that each must write
     */
    static void writeAll(List<? extends PixelSource> images, int valuesPerImage, FloatBuffer chw) {
        for (PixelSource image : images) {
            int start = chw.position();
            image.writeTo(chw);
            if (chw.position() != start + valuesPerImage) {
                throw new IllegalArgumentException("An image wrote " + (chw.position() - start) + " values, not "
                        + valuesPerImage + ": was it prepared for another bundle?");
            }
        }
    }
}
