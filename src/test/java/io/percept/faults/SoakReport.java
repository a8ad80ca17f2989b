package io.percept.faults;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a soak has shown.
 *
 * @param started in UTC
 * @param minutes of load
 * @param saturation events a second with a full backlog
 * @param share of the saturation that was offered
 * @param machine in a line
 * @param trends of what must not grow
 * @param verdict of the checker, in words
 * @param clean whether the checker found nothing
 */
record SoakReport(
        String started,
        double minutes,
        double saturation,
        double share,
        String machine,
        List<Trend> trends,
        String verdict,
        boolean clean) {

    boolean isFlat() {
        return trends.stream().allMatch(Trend::isFlat);
    }

    /** Writes {@code soak.csv}, {@code soak.json}, {@code soak.svg} and {@code soak.md}. */
    void write(Path directory, List<SoakSample> samples) throws IOException {
        Files.createDirectories(directory);
        StringBuilder csv = new StringBuilder(SoakSample.CSV_HEAD).append('\n');
        samples.forEach(sample -> csv.append(sample.csv()).append('\n'));
        Files.writeString(directory.resolve("soak.csv"), csv);
        Files.writeString(
                directory.resolve("soak.json"),
                new GsonBuilder().setPrettyPrinting().create().toJson(this));
        Files.writeString(directory.resolve("soak.svg"), SoakChart.svg(samples));
        Files.writeString(directory.resolve("soak.md"), markdown());
    }

    String markdown() {
        StringBuilder text = new StringBuilder(
                """
                %s, %.0f minutes at %.0f %% of %.1f events/s. %s. %s

                | | mean | rises in an hour by | may rise by | |
                |---|---|---|---|---|
                """
                        .formatted(
                                started,
                                minutes,
                                100 * share,
                                saturation,
                                machine,
                                verdict.lines().findFirst().orElse("")));
        for (Trend trend : trends) {
            text.append("| %s | %.1f | %.2f | %.2f | %s |\n"
                    .formatted(
                            trend.name(),
                            trend.mean(),
                            trend.perHour(),
                            trend.tolerance(),
                            trend.isFlat() ? "flat" : "grows"));
        }
        return text.toString();
    }
}
