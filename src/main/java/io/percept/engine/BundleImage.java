package io.percept.engine;

import java.util.List;

/**
 * What the encoder takes and gives.
 *
 * @param size width and height of the input in pixels
 * @param mean per channel (red, green, blue), subtracted after division by 255
 * @param std per channel, divided by after the mean
 * @param resampling name of the resize filter, as in {@code bicubic}
 * @param queries embedding rows per image (Q)
 */
public record BundleImage(int size, List<Float> mean, List<Float> std, String resampling, int queries) {

    public BundleImage {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }
}
