package io.percept.cli.bench;

import java.util.List;
import java.util.Locale;

/** A chart in SVG, {@link #WIDTH} wide. The plotting libraries at hand bring more code than the rest of the harness. */
sealed interface Chart permits LineChart, BarChart {

    int WIDTH = 640;

    /** Told apart by people who do not see red or green. */
    List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73");

    int height();

    /** @param top where on the page it begins */
    String svg(int top);

    /** Several charts, one below the other. */
    static String page(List<Chart> charts) {
        StringBuilder drawn = new StringBuilder();
        int top = 0;
        for (Chart chart : charts) {
            drawn.append(chart.svg(top));
            top += chart.height();
        }
        return format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
                        WIDTH, top)
                + drawn
                + "</svg>\n";
    }

    static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    /** @param anchor which of its ends, or its middle, is at x */
    static String text(double x, double y, String anchor, String weight, String text) {
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>\n",
                x, y, anchor, weight, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
