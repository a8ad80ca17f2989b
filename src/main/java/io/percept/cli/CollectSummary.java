package io.percept.cli;

import io.percept.contract.PerceptException;
import io.percept.intake.collect.CollectedEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Counts what became of the inputs of a collection. Filters tell it from several threads, the rest one. */
final class CollectSummary {

    private static final String UNREADABLE = "unreadable file";

    private final Map<String, Integer> filtered = new TreeMap<>();
    private final Map<String, Integer> failed = new TreeMap<>();
    private final PrintWriter errors;
    private int written;

    /** @param errors is told of each input that gives no document, and why */
    CollectSummary(PrintWriter errors) {
        this.errors = errors;
    }

    synchronized void filtered(String filter, int count) {
        filtered.merge(filter, count, Integer::sum);
    }

    void add(String name, CollectedEvent event) {
        if (event.document().isPresent()) {
            written++;
        } else {
            leftOut(name, event.reason().orElseThrow());
        }
    }

    /** An input that gives no document. */
    void leftOut(String name, PerceptException reason) {
        failed.merge(reason.code().name(), 1, Integer::sum);
        errors.println(name + ": " + reason.code() + ", " + reason.getMessage());
    }

    /** A file that cannot be read, or not to its end. */
    void unreadable(Path file, IOException reason) {
        failed.merge(UNREADABLE, 1, Integer::sum);
        errors.println(file + ": cannot be read on, " + reason);
    }

    /** What failed besides the failure that ended the collection. */
    void lost(Exception reason) {
        errors.println("Not all that was collected can be kept: " + reason);
    }

    int written() {
        return written;
    }

    void print(PrintWriter out) {
        out.printf("%-24s %6d%n", "documents", written);
        failed.forEach((code, count) -> out.printf("%-24s %6d%n", "left out, " + code, count));
        filtered.forEach((filter, count) -> out.printf("%-24s %6d%n", "dropped by " + filter, count));
        out.flush();
    }
}
