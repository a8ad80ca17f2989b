package io.percept.resolve.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code srcset} attribute: addresses with the width or density that each is for. */
final class Srcset {

    /** An address without the comma that may end it, then its descriptor up to the next comma. */
    private static final Pattern ENTRY = Pattern.compile("\\s*(\\S*[^\\s,])(?:\\s+([^,]*))?(?:,|$)");

    /** A density descriptor counts as so many times this width. */
    private static final int DENSITY_ONE = 640;

    private Srcset() {}

    /** The smallest image of at least the width, else the largest. */
    static Optional<String> choose(String srcset, int width) {
        String best = null;
        double bestWidth = 0;
        Matcher entries = ENTRY.matcher(srcset);
        while (entries.find()) {
            double candidate = width(entries.group(2));
            boolean better = bestWidth < width ? candidate > bestWidth : candidate >= width && candidate < bestWidth;
            if (better) {
                best = entries.group(1);
                bestWidth = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static double width(String descriptor) {
        String text = descriptor == null ? "" : descriptor.strip();
        if (text.matches("[0-9]{1,6}w")) {
            return Integer.parseInt(text.substring(0, text.length() - 1));
        }
        if (text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?x")) {
            return Double.parseDouble(text.substring(0, text.length() - 1)) * DENSITY_ONE;
        }
        return DENSITY_ONE;
    }
}
