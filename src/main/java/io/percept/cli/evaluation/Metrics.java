package io.percept.cli.evaluation;

import io.percept.contract.BoundingBox;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The measures that the figures are made of. */
final class Metrics {

    private static final int BINS = 10;

    private Metrics() {}

    /** Levenshtein distance between the characters of two texts. */
    static int characterErrors(String expected, String actual) {
        int[] wanted = expected.codePoints().toArray();
        int[] said = actual.codePoints().toArray();
        int[] row = IntStream.rangeClosed(0, said.length).toArray();
        for (int i = 1; i <= wanted.length; i++) {
            int previous = row[0];
            row[0] = i;
            for (int j = 1; j <= said.length; j++) {
                int replaced = previous + (wanted[i - 1] == said[j - 1] ? 0 : 1);
                previous = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[said.length];
    }

    /** Area under the ROC curve with average ranks for ties; NaN where one class is missing. */
    static double auc(List<ScoredLabel> scored) {
        List<ScoredLabel> sorted = scored.stream()
                .sorted(Comparator.comparingDouble(ScoredLabel::score))
                .toList();
        long positive = sorted.stream().filter(ScoredLabel::truth).count();
        long negative = sorted.size() - positive;
        if (positive == 0 || negative == 0) {
            return Double.NaN;
        }
        double rankSum = 0;
        for (int at = 0; at < sorted.size(); ) {
            int end = at;
            while (end < sorted.size()
                    && sorted.get(end).score() == sorted.get(at).score()) {
                end++;
            }
            double rank = (at + end - 1) / 2.0 + 1;
            rankSum += rank
                    * sorted.subList(at, end).stream()
                            .filter(ScoredLabel::truth)
                            .count();
            at = end;
        }
        return (rankSum - positive * (positive + 1) / 2.0) / (positive * negative);
    }

    /** Expected calibration error over ten bins of equal width. */
    static double calibrationError(List<ScoredLabel> scored) {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int wanted = bin;
            List<ScoredLabel> inside = scored.stream()
                    .filter(s -> Math.min((int) (s.score() * BINS), BINS - 1) == wanted)
                    .toList();
            if (!inside.isEmpty()) {
                double score = mean(inside.stream().map(ScoredLabel::score).toList());
                double truth =
                        mean(inside.stream().map(s -> s.truth() ? 1.0 : 0.0).toList());
                error += (double) inside.size() / scored.size() * Math.abs(score - truth);
            }
        }
        return error;
    }

    /** F1 over all labels at a threshold of one half. */
    static double f1(List<ScoredLabel> scored) {
        long said = scored.stream().filter(s -> s.score() >= 0.5).count();
        long hits = scored.stream().filter(s -> s.score() >= 0.5 && s.truth()).count();
        long wanted = scored.stream().filter(ScoredLabel::truth).count();
        return 2.0 * hits / Math.max(1, said + wanted);
    }

    /** Intersection over union. */
    static double overlap(BoundingBox a, BoundingBox b) {
        double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
        double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double shared = width * height;
        return shared / (area(a) + area(b) - shared);
    }

    /** Added from left to right, as Python does; a stream adds otherwise. */
    static double mean(List<Double> values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total / values.size();
    }

    /** Four decimals, as Python rounds: of the exact binary value, half to even. */
    static double round(double value) {
        return new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static double area(BoundingBox box) {
        return (box.x2() - box.x1()) * (box.y2() - box.y1());
    }
}
