package io.percept.resolve.page;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code srcset} attribute: addresses with the width or density that each is for. Read in one pass: a pattern would take
 * the square of the length of an attribute that is made of commas.
 */
final class Srcset {

    /** A density descriptor counts as so many times this width. */
    private static final int DENSITY_ONE = 640;

    private static final Pattern WIDTH = Pattern.compile("[0-9]{1,6}w");
    private static final Pattern DENSITY = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?x");

    private final String text;
    private int at;

    private Srcset(String text) {
        this.text = text;
    }

    /** The smallest image of at least the width, else the largest. */
    static Optional<String> choose(String srcset, int width) {
        return new Srcset(srcset).choose(width);
    }

    private Optional<String> choose(int width) {
        String best = null;
        double bestWidth = 0;
        while (skipToAddress()) {
            String address = address();
            double candidate = width(descriptor(address));
            boolean better = bestWidth < width ? candidate > bestWidth : candidate >= width && candidate < bestWidth;
            if (better) {
                best = withoutCommas(address);
                bestWidth = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean skipToAddress() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
        return at < text.length();
    }

    private String address() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** What stands up to the next comma; nothing where the address ends with one. */
    private String descriptor(String address) {
        if (address.endsWith(",")) {
            return "";
        }
        int comma = text.indexOf(',', at);
        int start = at;
        at = comma < 0 ? text.length() : comma;
        return text.substring(start, at);
    }

    private static String withoutCommas(String address) {
        int end = address.length();
        while (address.charAt(end - 1) == ',') {
            end--;
        }
        return address.substring(0, end);
    }

    private static double width(String descriptor) {
        String text = descriptor.strip();
        if (WIDTH.matcher(text).matches()) {
            return Integer.parseInt(text.substring(0, text.length() - 1));
        }
        if (DENSITY.matcher(text).matches()) {
            return Double.parseDouble(text.substring(0, text.length() - 1)) * DENSITY_ONE;
        }
        return DENSITY_ONE;
    }
}
