package io.percept.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A line chart in SVG, from zero on both axes. The plotting libraries at hand bring more code than the rest of the harness.
 *
 * @param across what the horizontal axis shows
 * @param lines at least one
 */
record Chart(String title, String across, List<Line> lines) {

    static final int WIDTH = 640;
    static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 60;
    private static final int BOTTOM = 50;
    private static final int TICKS = 5;
    /** Told apart by people who do not see red or green. */
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73");

    /** Points from left to right. */
    record Line(String name, List<double[]> points) {}

    /** @param top where on the page it begins */
    String svg(int top) {
        double right = most(0);
        double upper = most(1);
        StringBuilder out = new StringBuilder();
        out.append(format("<g transform=\"translate(0 %d)\">\n", top));
        out.append(text(LEFT, 20, "start", "bold", title));
        for (int i = 0; i <= TICKS; i++) {
            double x = x(right * i / TICKS, right);
            double y = y(upper * i / TICKS, upper);
            out.append(format("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\" fill=\"none\"/>\n", LEFT, y, WIDTH - RIGHT));
            out.append(text(LEFT - 8, y + 4, "end", "normal", number(upper * i / TICKS)));
            out.append(text(x, HEIGHT - BOTTOM + 18, "middle", "normal", number(right * i / TICKS)));
        }
        out.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "normal", across));
        for (int i = 0; i < lines.size(); i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            String points = lines.get(i).points().stream()
                    .map(point -> format("%.1f,%.1f", x(point[0], right), y(point[1], upper)))
                    .collect(Collectors.joining(" "));
            out.append(format(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", points, colour));
            int legend = LEFT + 180 * i;
            out.append(format("<rect x=\"%d\" y=\"33\" width=\"14\" height=\"4\" fill=\"%s\"/>\n", legend, colour));
            out.append(text(legend + 20, 39, "start", "normal", lines.get(i).name()));
        }
        return out.append("</g>\n").toString();
    }

    /** Several charts, one below the other. */
    static String page(List<Chart> charts) {
        StringBuilder out = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
                WIDTH, HEIGHT * charts.size()));
        for (int i = 0; i < charts.size(); i++) {
            out.append(charts.get(i).svg(i * HEIGHT));
        }
        return out.append("</svg>\n").toString();
    }

    private double most(int axis) {
        DoubleStream values =
                lines.stream().flatMap(line -> line.points().stream()).mapToDouble(point -> point[axis]);
        double most = values.max().orElse(0);
        return most > 0 ? most : 1;
    }

    private static double x(double value, double most) {
        return LEFT + value / most * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM);
    }

    private static String text(double x, double y, String anchor, String weight, String text) {
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>\n",
                x, y, anchor, weight, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static String number(double value) {
        return value >= 100 ? format("%.0f", value) : format("%.1f", value);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
