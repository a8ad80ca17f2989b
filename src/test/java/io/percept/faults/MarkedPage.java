package io.percept.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page with a part that is written by a run, between {@code <!-- NAME:begin -->} and {@code <!-- NAME:end -->}. */
final class MarkedPage {

    private MarkedPage() {}

    static void replace(Path page, String name, String part) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- " + name + ":begin -->";
        String end = "<!-- " + name + ":end -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(page + " has no lines " + begin + " and " + end);
        }
        Files.writeString(page, text.substring(0, from + begin.length()) + "\n" + part + text.substring(to));
    }
}
