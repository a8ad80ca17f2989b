package io.percept.cli.evaluation;

import java.util.List;
import java.util.Optional;

/** Intervals at 95 % of the figures, each as its lower and its upper end. None needs random numbers, so every language agrees. */
final class Intervals {

    private static final double Z95 = 1.959963984540054;

    private Intervals() {}

    /** An area under a ROC curve, and the sizes of its classes. */
    record Area(double value, long positive, long negative) {

        /** The squared standard error, from the value and the sizes of the classes (Hanley and McNeil 1982). */
        double variance() {
            double square = value * value;
            double q1 = value / (2 - value);
            double q2 = 2 * square / (1 + value);
            double between = value * (1 - value) + (positive - 1) * (q1 - square) + (negative - 1) * (q2 - square);
            return Math.max(0.0, between) / (positive * negative);
        }
    }

    /** Of a mean of values in 0..1: Wilson's score interval. */
    static List<Double> ofMean(double mean, int count) {
        double z2 = Z95 * Z95 / count;
        double centre = (mean + z2 / 2) / (1 + z2);
        double half = Z95 / (1 + z2) * Math.sqrt(Math.max(0, mean * (1 - mean)) / count + z2 / (4 * count));
        return List.of(Metrics.round(centre - half), Metrics.round(centre + half));
    }

    /**
     * Of the mean of areas. It has no width where every area is 1.
     *
     * <p>The errors of the areas, which are of different labels, are taken as independent: the variance of a sum is then the sum of
     * the variances.
     *
     * @param areas at least one
     */
    static List<Double> ofAreas(List<Area> areas) {
        double variance = 0;
        for (Area area : areas) {
            variance += area.variance();
        }
        double centre = Metrics.mean(areas.stream().map(Area::value).toList());
        double half = Z95 * Math.sqrt(variance) / areas.size();
        return List.of(Metrics.round(Math.max(0.0, centre - half)), Metrics.round(Math.min(1.0, centre + half)));
    }

    /**
     * Of the errors per letter of cases: the ratio estimator's, since letters of one case err together.
     *
     * @param readings with at least one letter together
     * @return empty where there are fewer than two
     */
    static Optional<List<Double>> ofRate(List<CaseMarks.Reading> readings) {
        int count = readings.size();
        if (count < 2) {
            return Optional.empty();
        }
        long letters = 0;
        long errors = 0;
        for (CaseMarks.Reading reading : readings) {
            letters += reading.letters();
            errors += reading.errors();
        }
        double rate = (double) errors / letters;
        double squares = 0;
        for (CaseMarks.Reading reading : readings) {
            double apart = reading.errors() - rate * reading.letters();
            squares += apart * apart;
        }
        double half = Z95 * Math.sqrt(squares * count / (count - 1)) / letters;
        return Optional.of(List.of(Metrics.round(Math.max(0.0, rate - half)), Metrics.round(rate + half)));
    }

    /**
     * Of the mean difference of pairs that are right or wrong: Wald's after a pair of each outcome is added by halves (Agresti and
     * Min 2005), which has a width even where no pair differs.
     *
     * @param gained pairs of which the second alone is right
     * @param lost pairs of which the first alone is right
     */
    static List<Double> ofGain(long gained, long lost, int pairs) {
        int count = pairs + 2;
        long difference = gained - lost;
        double centre = (double) difference / count;
        double half = Z95 * Math.sqrt(gained + lost + 1 - (double) (difference * difference) / count) / count;
        return List.of(Metrics.round(Math.max(-1.0, centre - half)), Metrics.round(Math.min(1.0, centre + half)));
    }
}
