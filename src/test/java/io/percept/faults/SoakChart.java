package io.percept.faults;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A soak as an SVG image: one panel per measure above the others, time from left to right, each from zero to its highest value. */
final class SoakChart {

    private static final int WIDTH = 900;
    private static final int PANEL = 90;
    private static final int LEFT = 170;
    private static final int GAP = 26;

    private record Line(String name, String colour, ToDoubleFunction<SoakSample> value) {}

    private record Panel(String unit, List<Line> lines) {}

    private static final double MEGABYTE = 1 << 20;

    private static final List<Panel> PANELS = List.of(
            new Panel("events/s", List.of(new Line("ended", "#1b6ca8", SoakSample::eventsPerSecond))),
            new Panel("events", List.of(new Line("lag", "#8a4f9e", SoakSample::lag))),
            new Panel(
                    "ms",
                    List.of(
                            new Line("p99", "#c0392b", SoakSample::p99Millis),
                            new Line("p50", "#1b6ca8", SoakSample::p50Millis))),
            new Panel(
                    "MB",
                    List.of(
                            new Line(
                                    "resident",
                                    "#666666",
                                    sample -> sample.runtime().resident() / MEGABYTE),
                            new Line(
                                    "heap after GC",
                                    "#1b6ca8",
                                    sample -> sample.runtime().heapAfterGc() / MEGABYTE),
                            new Line(
                                    "direct",
                                    "#2e8b57",
                                    sample -> sample.runtime().direct() / MEGABYTE))),
            new Panel(
                    "",
                    List.of(
                            new Line("handles", "#8a4f9e", sample -> sample.runtime()
                                    .handles()),
                            new Line("threads", "#1b6ca8", sample -> sample.runtime()
                                    .threads()))),
            new Panel(
                    "s",
                    List.of(new Line(
                            "GC so far", "#c0392b", sample -> sample.runtime().gcMillis() / 1000.0))));

    private SoakChart() {}

    static String svg(List<SoakSample> samples) {
        int height = PANELS.size() * (PANEL + GAP) + 40;
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
                        .formatted(WIDTH, height));
        double end = samples.isEmpty() ? 1 : Math.max(1, samples.getLast().atSeconds());
        for (int i = 0; i < PANELS.size(); i++) {
            panel(svg, PANELS.get(i), 10 + i * (PANEL + GAP), samples, end);
        }
        svg.append(text(LEFT, height - 12, "start", "0 min"))
                .append(text(WIDTH - 10, height - 12, "end", number(end / 60) + " min"));
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, Panel panel, int top, List<SoakSample> samples, double end) {
        double most = panel.lines().stream()
                .flatMapToDouble(line -> samples.stream().mapToDouble(line.value()))
                .max()
                .orElse(0);
        double scale = most <= 0 ? 1 : most;
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#cccccc\"/>\n"
                .formatted(LEFT, top, WIDTH - LEFT - 10, PANEL));
        svg.append(text(LEFT - 6, top + 11, "end", number(scale) + " " + panel.unit()));
        svg.append(text(LEFT - 6, top + PANEL, "end", "0"));
        for (int i = 0; i < panel.lines().size(); i++) {
            Line line = panel.lines().get(i);
            svg.append("<text x=\"4\" y=\"%d\" fill=\"%s\">%s</text>\n"
                    .formatted(top + 32 + 16 * i, line.colour(), line.name()));
            svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" points=\"".formatted(line.colour()));
            for (SoakSample sample : samples) {
                double x = LEFT + sample.atSeconds() / end * (WIDTH - LEFT - 10);
                double y = top + PANEL * (1 - line.value().applyAsDouble(sample) / scale);
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            }
            svg.append("\"/>\n");
        }
    }

    private static String text(int x, int y, String anchor, String words) {
        return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n".formatted(x, y, anchor, words);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
