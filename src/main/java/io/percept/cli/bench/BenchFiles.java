package io.percept.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a run leaves in a folder: all figures as JSON, the report between the markers of a page, and a plot. */
final class BenchFiles {

    static final String JSON = "performance.json";
    static final String PAGE = "performance.md";
    static final String PLOT = "performance.svg";

    /** What a run has so far, all of it that there is of a run that failed. */
    static final String UNFINISHED = "performance.unfinished.json";

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
        Files.writeString(page, filled(before, report(result)));
        Files.deleteIfExists(folder.resolve(UNFINISHED));
    }

    /** Keeps what is there of a run that is under way: it takes an hour, and may fail late. */
    static void keep(Path folder, BenchResult soFar) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(UNFINISHED), MAPPER.writeValueAsString(soFar) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The report of the last run; of one that failed, as far as it came.
     *
     * @throws IllegalArgumentException where there is no run, with what to do
     */
    static String report(Path folder) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        return Files.exists(unfinished)
                ? "**This run did not come to its end. What it had measured until then:**\n\n"
                        + report(parse(unfinished))
                : report(read(folder));
    }

    private static String report(BenchResult result) {
        return new BenchReport(result).markdown();
    }

    /**
     * The last run that came to its end.
     *
     * @throws IllegalArgumentException where there is none, with what to do
     */
    static BenchResult read(Path folder) throws IOException {
        Path file = folder.resolve(JSON);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "There is no " + file + ": run percept bench first, or name its folder.");
        }
        return parse(file);
    }

    private static BenchResult parse(Path file) throws IOException {
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
                + "\n![The contenders side by side, latency by offered load, and a backlog in slices](" + PLOT + ")\n"
                + page.substring(end);
    }

    private static String plot(BenchResult result) {
        return Chart.page(List.of(
                new BarChart(
                        "Events/s of each contender ÷ the bare engine's in the same round",
                        result.cells().stream().map(BenchFiles::contenders).toList()),
                new LineChart(
                        "Latency by offered load, Kafka to Kafka, captions of thumbnails (ms)",
                        "offered events/s",
                        List.of(
                                new LineChart.Line("p50", by(result, LoadPoint::p50Millis)),
                                new LineChart.Line("p99", by(result, LoadPoint::p99Millis)))),
                new LineChart(
                        "The same, of the loads that results keep up with (ms)",
                        "offered events/s",
                        List.of(
                                new LineChart.Line("p50", held(result, LoadPoint::p50Millis)),
                                new LineChart.Line("p99", held(result, LoadPoint::p99Millis)))),
                new LineChart(
                        "Results/s by offered load",
                        "offered events/s",
                        List.of(
                                new LineChart.Line("results", by(result, LoadPoint::achieved)),
                                new LineChart.Line("offered", by(result, LoadPoint::offered)))),
                new LineChart(
                        "Events/s over a backlog of %d events"
                                .formatted(result.backlog().events()),
                        "slice",
                        backlog(result.backlog()))));
    }

    /** A small backlog is between two slices. */
    private static List<LineChart.Line> backlog(Backlog backlog) {
        LineChart.Line large = new LineChart.Line("the large one", inOrder(backlog.slices(), 1));
        return backlog.small().isEmpty()
                ? List.of(large)
                : List.of(large, new LineChart.Line("small ones", inOrder(backlog.small(), 0.5)));
    }

    private static List<double[]> inOrder(List<Double> rates, double first) {
        return IntStream.range(0, rates.size())
                .mapToObj(i -> new double[] {first + i, rates.get(i)})
                .toList();
    }

    private static BarChart.Group contenders(Cell cell) {
        return new BarChart.Group(
                cell.title(),
                cell.scores().stream()
                        .map(score -> new BarChart.Bar(
                                score.name(),
                                score.toBare().median(),
                                Chart.format(
                                        "%.2f ± %.2f, %.1f/s",
                                        score.toBare().median(),
                                        score.toBare().deviation(),
                                        score.rate().median())))
                        .toList());
    }

    private static List<double[]> by(BenchResult result, ToDoubleFunction<LoadPoint> value) {
        return points(result.loads().points(), value);
    }

    private static List<double[]> held(BenchResult result, ToDoubleFunction<LoadPoint> value) {
        return points(result.loads().points().stream().filter(LoadPoint::held).toList(), value);
    }

    private static List<double[]> points(List<LoadPoint> loads, ToDoubleFunction<LoadPoint> value) {
        return loads.stream()
                .map(load -> new double[] {load.offered(), value.applyAsDouble(load)})
                .toList();
    }
}
