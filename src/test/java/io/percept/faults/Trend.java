package io.percept.faults;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A straight line through the last three quarters of a soak, by least squares; the first quarter is for warming up.
 *
 * @param name of what was measured
 * @param mean of the values
 * @param perHour how much the line rises in an hour
 * @param tolerance how much it may, in the same unit
 */
record Trend(String name, double mean, double perHour, double tolerance) {

    /**
     * @param share of the mean that the line may rise in an hour
     * @param least rise that is tolerated, where the share is less
     */
    static Trend of(
            String name, List<SoakSample> samples, ToDoubleFunction<SoakSample> value, double share, double least) {
        List<SoakSample> late = samples.subList(samples.size() / 4, samples.size());
        double meanX =
                late.stream().mapToDouble(SoakSample::atSeconds).average().orElse(0);
        double meanY = late.stream().mapToDouble(value).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (SoakSample sample : late) {
            double x = sample.atSeconds() - meanX;
            covariance += x * (value.applyAsDouble(sample) - meanY);
            variance += x * x;
        }
        double slope = variance == 0 ? 0 : covariance / variance;
        return new Trend(name, meanY, slope * 3_600, Math.max(share * meanY, least));
    }

    /** A fall is no leak. */
    boolean isFlat() {
        return perHour <= tolerance;
    }
}
