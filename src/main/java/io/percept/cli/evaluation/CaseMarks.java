package io.percept.cli.evaluation;

import java.util.List;

/**
 * What one case says of the figures.
 *
 * @param marks values of figures
 * @param readings of a text, at most one
 * @param labels scores of moderation
 */
record CaseMarks(List<Mark> marks, List<Reading> readings, List<LabelMark> labels) {

    static final CaseMarks NONE = new CaseMarks(List.of(), List.of(), List.of());

    CaseMarks {
        marks = List.copyOf(marks);
        readings = List.copyOf(readings);
        labels = List.copyOf(labels);
    }

    /** @param value in 0..1 */
    record Mark(String figure, double value) {

        static Mark of(String figure, boolean right) {
            return new Mark(figure, right ? 1 : 0);
        }
    }

    /**
     * @param errors characters that are wrong
     * @param letters characters that there are
     */
    record Reading(int errors, int letters) {}

    record LabelMark(String label, ScoredLabel scored) {}

    static CaseMarks of(List<Mark> marks) {
        return new CaseMarks(marks, List.of(), List.of());
    }

    boolean isEmpty() {
        return marks.isEmpty() && readings.isEmpty() && labels.isEmpty();
    }

    /** The same figures with nothing right. */
    CaseMarks asWrong() {
        return new CaseMarks(
                marks.stream().map(mark -> new Mark(mark.figure(), 0)).toList(), readings, List.of());
    }
}
