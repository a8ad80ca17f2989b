package io.percept.cli.bench;

import java.util.List;

/**
 * Groups of bars that lie, from zero, each with its value beside it.
 *
 * @param groups at least one
 */
record BarChart(String title, List<Group> groups) implements Chart {

    private static final int LEFT = 235;
    private static final int RIGHT = 145;
    private static final int TOP = 35;
    private static final int GROUP = 24;
    private static final int ROW = 18;
    private static final int THICK = 12;
    private static final int BOTTOM = 20;

    /** @param bars from above */
    record Group(String title, List<Bar> bars) {}

    /**
     * @param value not negative
     * @param label beside the bar
     */
    record Bar(String name, double value, String label) {}

    @Override
    public int height() {
        return TOP
                + groups.stream()
                        .mapToInt(group -> GROUP + ROW * group.bars().size())
                        .sum()
                + BOTTOM;
    }

    @Override
    public String svg(int top) {
        double most = groups.stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(Bar::value)
                .max()
                .orElse(0);
        double unit = most > 0 ? (WIDTH - LEFT - RIGHT) / most : 0;
        StringBuilder out = new StringBuilder(Chart.format("<g transform=\"translate(0 %d)\">\n", top));
        out.append(Chart.text(10, 20, "start", "bold", title));
        int y = TOP;
        for (Group group : groups) {
            out.append(Chart.text(10, y + 16, "start", "normal", group.title()));
            y += GROUP;
            for (int i = 0; i < group.bars().size(); i++) {
                Bar bar = group.bars().get(i);
                out.append(Chart.text(LEFT - 8, y + 11, "end", "normal", bar.name()));
                out.append(Chart.format(
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                        LEFT, y + 1, bar.value() * unit, THICK, Chart.colour(0)));
                out.append(Chart.text(LEFT + bar.value() * unit + 6, y + 11, "start", "normal", bar.label()));
                y += ROW;
            }
        }
        return out.append("</g>\n").toString();
    }
}
