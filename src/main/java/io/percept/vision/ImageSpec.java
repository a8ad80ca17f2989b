package io.percept.vision;

import java.util.List;
import java.util.Objects;

/**
 * How a model wants its images: the {@code image} block of a bundle.
 *
 * @param size edge of the square, in pixels
 * @param mean per channel red, green, blue, of values in 0..1
 * @param std per channel
 * @param resampling only {@code bicubic}
 */
public record ImageSpec(int size, float[] mean, float[] std, String resampling) {

    public ImageSpec {
        if (size < 1 || mean.length != 3 || std.length != 3) {
            throw new IllegalArgumentException("an image spec needs a positive size and three means and deviations");
        }
        if (std[0] <= 0 || std[1] <= 0 || std[2] <= 0) {
            throw new IllegalArgumentException("image deviations must be positive");
        }
        if (!Objects.equals(resampling, "bicubic")) {
            throw new IllegalArgumentException("image resampling '" + resampling + "' is unknown; use bicubic");
        }
        mean = mean.clone();
        std = std.clone();
    }

    /** From the lists of a bundle. */
    public static ImageSpec of(int size, List<Float> mean, List<Float> std, String resampling) {
        return new ImageSpec(size, array(mean), array(std), resampling);
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
