package io.percept.vision;

import java.nio.FloatBuffer;

/**
 * Turns bytes into the model's input: {@code (v / 255 − mean) / std}, in planes red, green, blue. Immutable and
 * thread-safe.
 */
public final class Normalisation {

    private final int size;
    /** The value of every byte, per channel. */
    private final float[][] values = new float[3][256];

    public Normalisation(ImageSpec spec) {
        size = spec.size();
        for (int channel = 0; channel < 3; channel++) {
            for (int v = 0; v < 256; v++) {
                values[channel][v] = (v / 255f - spec.mean()[channel]) / spec.std()[channel];
            }
        }
    }

    /**
     * Writes one image of shape [3, S, S] at the buffer's position and moves the position past it.
     *
     * @throws java.nio.BufferOverflowException when less than 3·S·S floats remain
     */
    public void writeTo(FloatBuffer chw, PreparedImage image) {
        byte[] rgb = image.rgb();
        int plane = size * size;
        if (rgb.length != 3 * plane) {
            throw new IllegalArgumentException("the image was prepared for another size than " + size);
        }
        float[] row = new float[size];
        for (int channel = 0; channel < 3; channel++) {
            float[] table = values[channel];
            for (int start = 0; start < plane; start += size) {
                for (int x = 0; x < size; x++) {
                    row[x] = table[rgb[(start + x) * 3 + channel] & 0xFF];
                }
                chw.put(row);
            }
        }
    }
}
