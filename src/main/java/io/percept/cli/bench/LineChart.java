package io.percept.cli.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Lines, from zero on both axes.
 *
 * @param across what the horizontal axis shows
 * @param lines at least one
 */
record LineChart(String title, String across, List<Line> lines) implements Chart {

    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 60;
    private static final int BOTTOM = 50;
    private static final int TICKS = 5;

    /** Points from left to right. */
    record Line(String name, List<double[]> points) {}

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public String svg(int top) {
        double right = most(0);
        double upper = most(1);
        StringBuilder out = new StringBuilder();
        out.append(Chart.format("<g transform=\"translate(0 %d)\">\n", top));
        out.append(Chart.text(LEFT, 20, "start", "bold", title));
        for (int i = 0; i <= TICKS; i++) {
            double x = x(right * i / TICKS, right);
            double y = y(upper * i / TICKS, upper);
            out.append(
                    Chart.format("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\" fill=\"none\"/>\n", LEFT, y, WIDTH - RIGHT));
            out.append(Chart.text(LEFT - 8, y + 4, "end", "normal", number(upper * i / TICKS)));
            out.append(Chart.text(x, HEIGHT - BOTTOM + 18, "middle", "normal", number(right * i / TICKS)));
        }
        out.append(Chart.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "normal", across));
        for (int i = 0; i < lines.size(); i++) {
            String colour = Chart.colour(i);
            String points = lines.get(i).points().stream()
                    .map(point -> Chart.format("%.1f,%.1f", x(point[0], right), y(point[1], upper)))
                    .collect(Collectors.joining(" "));
            out.append(Chart.format(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", points, colour));
            int legend = LEFT + 180 * i;
            out.append(
                    Chart.format("<rect x=\"%d\" y=\"33\" width=\"14\" height=\"4\" fill=\"%s\"/>\n", legend, colour));
            out.append(
                    Chart.text(legend + 20, 39, "start", "normal", lines.get(i).name()));
        }
        return out.append("</g>\n").toString();
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

    private static String number(double value) {
        return value >= 100 ? Chart.format("%.0f", value) : Chart.format("%.1f", value);
    }
}
