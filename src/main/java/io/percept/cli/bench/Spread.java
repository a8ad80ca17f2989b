package io.percept.cli.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Values of several rounds.
 *
 * @param median of the rounds
 * @param deviation median absolute deviation from it
 * @param min smallest
 * @param max largest
 * @param values of the rounds, in their order; empty in runs of before they were kept
 */
record Spread(double median, double deviation, double min, double max, List<Double> values) {

    Spread {
        values = List.copyOf(values);
    }

    /** @param values at least one */
    static Spread of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = median(sorted);
        double[] distances = Arrays.stream(sorted)
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        return new Spread(median, median(distances), sorted[0], sorted[sorted.length - 1], values);
    }

    /** A value that was measured once. */
    static Spread of(double value) {
        return of(List.of(value));
    }

    /** With so many digits after the point, and with its deviation unless it was measured once. */
    String text(int digits) {
        String number = "%." + digits + "f";
        return values.size() == 1
                ? String.format(Locale.ROOT, number, median)
                : String.format(Locale.ROOT, number + " ± " + number, median, deviation);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
