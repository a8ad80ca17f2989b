package io.percept.faults;

import java.util.List;

/** The reports as a Markdown table. */
final class FaultTable {

    private static final String HEAD =
            """
            | fault | delivery | times | events | dead letters | lost | unanswered | duplicated (at most) | out of order | wrong | longest stall | run |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private FaultTable() {}

    static String markdown(List<FaultReport> reports, String machine) {
        StringBuilder table = new StringBuilder(HEAD);
        reports.forEach(report -> table.append(line(report)));
        return table.append("\n").append(machine).append("\n").toString();
    }

    private static String line(FaultReport report) {
        if (report.outcome().startsWith("skipped")) {
            return "| %s | %s | %s | | | | | | | | | %s |\n"
                    .formatted(report.fault(), report.delivery(), report.outcome(), report.started());
        }
        return "| %s | %s | %d | %d | %d | %d | %d | %d (%d) | %d | %d | %.1f s | %s, %d s, seed %d, %s |\n"
                .formatted(
                        report.fault(),
                        report.delivery(),
                        report.times(),
                        report.events(),
                        report.deadLetters(),
                        report.lost(),
                        report.unanswered(),
                        report.duplicated(),
                        report.duplicatesAllowed(),
                        report.outOfOrder(),
                        report.wrong(),
                        report.longestStallMillis() / 1000.0,
                        report.started(),
                        report.seconds(),
                        report.seed(),
                        report.outcome());
    }
}
