package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Latency by offered load, Kafka to Kafka.
 *
 * @param aloneMillis of an image that is alone in the service, over the medians of the rounds
 * @param halfToAlone p99 at half load ÷ the median alone, in the same round
 * @param halves at half load, one per round
 * @param points one per load, ascending
 */
record LoadCurve(Spread aloneMillis, Spread halfToAlone, List<LoadPoint> halves, List<LoadPoint> points) {

    private static final double HALF = 0.5;

    /**
     * @param capacity events a second of a backlog
     * @param shares of the capacity to offer
     * @param alone images one after another in a round
     * @param seconds for each load
     */
    static LoadCurve measure(
            OpenLoop loop, double capacity, List<Double> shares, int rounds, int alone, double seconds) {
        List<Double> medians = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<LoadPoint> halves = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double[] millis = loop.alone(alone);
            medians.add(OpenLoop.percentile(millis, 0.5));
            halves.add(loop.offer(HALF, HALF * capacity, seconds));
            ratios.add(halves.getLast().p99Millis() / medians.getLast());
        }
        List<LoadPoint> points = new ArrayList<>();
        for (double share : shares) {
            points.add(loop.offer(share, share * capacity, seconds));
        }
        return new LoadCurve(Spread.of(medians), Spread.of(ratios), halves, points);
    }

    /** The largest offered load that results kept up with, as with all below it; 0 where there was none. */
    double keptUpTo() {
        return points.stream()
                .takeWhile(LoadPoint::held)
                .mapToDouble(LoadPoint::offered)
                .max()
                .orElse(0);
    }

    /** Where it saturates: the most results a second that came out of any load. */
    double saturation() {
        return points.stream().mapToDouble(LoadPoint::achieved).max().orElse(0);
    }
}
