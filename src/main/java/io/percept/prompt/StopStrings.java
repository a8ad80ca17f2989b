package io.percept.prompt;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The text ends before the first of some strings. They are looked for in the text, since a string can begin and end within a
 * token.
 *
 * @param text of tokens
 */
public record StopStrings(List<String> strings, Function<int[], String> text) implements SequenceConstraint {

    public StopStrings {
        strings = List.copyOf(strings);
    }

    @Override
    public boolean ends(int[] generated, int count) {
        String soFar = text.apply(Arrays.copyOf(generated, count));
        return strings.stream().anyMatch(soFar::contains);
    }

    /** A text up to the first of the strings. */
    public static String cut(String text, List<String> strings) {
        int end = text.length();
        for (String stop : strings) {
            int at = text.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return end == text.length() ? text : text.substring(0, end).stripTrailing();
    }
}
