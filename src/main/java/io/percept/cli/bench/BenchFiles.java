package io.percept.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a run leaves in a folder: all figures as JSON, the report between the markers of a page, and a plot. */
final class BenchFiles {

    static final String JSON = "performance.json";
    static final String PAGE = "performance.md";
    static final String PLOT = "performance.svg";
    private static final String BEGIN = "<!-- percept bench: begin -->";
    private static final String END = "<!-- percept bench: end -->";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BenchFiles() {}

    static void write(Path folder, BenchResult result) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(JSON), MAPPER.writeValueAsString(result) + "\n");
        Files.writeString(folder.resolve(PLOT), plot(result));
        Path page = folder.resolve(PAGE);
        String before = Files.exists(page) ? Files.readString(page) : BEGIN + "\n" + END + "\n";
        Files.writeString(page, filled(before, new BenchReport(result).markdown()));
    }

    /** @throws IllegalArgumentException where there is no run, with what to do */
    static BenchResult read(Path folder) throws IOException {
        Path file = folder.resolve(JSON);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "There is no " + file + ": run percept bench first, or name its folder.");
        }
        return MAPPER.readValue(Files.readString(file), BenchResult.class);
    }

    /** @throws IllegalArgumentException where the page has no place for the report */
    static String filled(String page, String report) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "The page has no lines '%s' and '%s' for the report to stand between.".formatted(BEGIN, END));
        }
        return page.substring(0, begin + BEGIN.length())
                + "\n"
                + report
                + "\n![Latency by offered load, and a backlog in slices](" + PLOT + ")\n"
                + page.substring(end);
    }

    private static String plot(BenchResult result) {
        List<double[]> slices = new ArrayList<>();
        for (double rate : result.backlog().slices()) {
            slices.add(new double[] {slices.size() + 1, rate});
        }
        return Chart.page(List.of(
                new Chart(
                        "Latency by offered load, Kafka to Kafka, captions of thumbnails (ms)",
                        "offered events/s",
                        List.of(
                                new Chart.Line("p50", by(result, LoadPoint::p50Millis)),
                                new Chart.Line("p99", by(result, LoadPoint::p99Millis)))),
                new Chart(
                        "Results/s by offered load",
                        "offered events/s",
                        List.of(
                                new Chart.Line("results", by(result, LoadPoint::achieved)),
                                new Chart.Line("offered", by(result, LoadPoint::offered)))),
                new Chart(
                        "Events/s over a backlog of %d events"
                                .formatted(result.backlog().events()),
                        "slice",
                        List.of(new Chart.Line("events/s", slices)))));
    }

    private static List<double[]> by(BenchResult result, ToDoubleFunction<LoadPoint> value) {
        return result.loads().points().stream()
                .map(load -> new double[] {load.offered(), value.applyAsDouble(load)})
                .toList();
    }
}
