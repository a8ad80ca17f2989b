package io.percept.cli.bench;

/**
 * A row of the table that the design is held to.
 *
 * @param what is measured
 * @param goal in words
 * @param least null: no lower bound
 * @param most null: no upper bound
 * @param value null: it was not measured
 * @param note how it was measured, or why it was not
 */
record Row(String what, String goal, Double least, Double most, Spread value, String note) {

    static Row atLeast(double least, String what, Spread value, String note) {
        return new Row(what, "at least " + least, least, null, value, note);
    }

    static Row atMost(double most, String what, Spread value, String note) {
        return new Row(what, "at most " + most, null, most, value, note);
    }

    static Row within(double least, double most, String what, Spread value, String note) {
        return new Row(what, least + " to " + most, least, most, value, note);
    }

    /** In one line, for the log of a run. */
    String line() {
        return "%s: %s (%s), %s".formatted(what, value == null ? "–" : value.text(2), goal, verdict());
    }

    String verdict() {
        if (value == null) {
            return "not measured";
        }
        boolean met = (least == null || value.median() >= least) && (most == null || value.median() <= most);
        return met ? "met" : "missed";
    }
}
