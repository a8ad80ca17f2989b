package io.percept.cli.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Values of several rounds.
 *
 * @param median of the rounds
 * @param deviation median absolute deviation from it
 * @param min smallest
 * @param max largest
 */
record Spread(double median, double deviation, double min, double max) {

    /** @param values at least one */
    static Spread of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = median(sorted);
        double[] distances = Arrays.stream(sorted)
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        return new Spread(median, median(distances), sorted[0], sorted[sorted.length - 1]);
    }

    /** A value that was measured once. */
    static Spread of(double value) {
        return new Spread(value, 0, value, value);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
